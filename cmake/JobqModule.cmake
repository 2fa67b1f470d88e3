# add_module(NAME SOURCES … HEADERS … LINK … TESTS …)
#
# A folder's library, the target `NAME`, and for each test t the program
# tests/NAME/test_t.c, which ctest knows as NAME.t. Every header must compile
# alone: the target `NAME-headers` sees to it.
function(add_module NAME)
	cmake_parse_arguments(M "" "" "SOURCES;HEADERS;LINK;TESTS" ${ARGN})
	add_library(${NAME} STATIC ${M_SOURCES})
	target_link_libraries(${NAME} PUBLIC jobq-flags ${M_LINK})
	target_sources(${NAME} PUBLIC FILE_SET HEADERS
		BASE_DIRS ${CMAKE_SOURCE_DIR} FILES ${M_HEADERS})
	set_target_properties(${NAME} PROPERTIES
		OUTPUT_NAME jobq-${NAME} VERIFY_INTERFACE_HEADER_SETS ON)
	foreach(t IN LISTS M_TESTS)
		add_unit_test(${NAME} ${t})
	endforeach()
endfunction()

function(add_unit_test NAME T)
	set(source ${CMAKE_SOURCE_DIR}/tests/${NAME}/test_${T}.c)
	add_executable(test-${NAME}-${T} ${source})
	target_link_libraries(test-${NAME}-${T}
		PRIVATE ${NAME} PkgConfig::CMOCKA)
	set_target_properties(test-${NAME}-${T} PROPERTIES
		RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
	add_test(NAME ${NAME}.${T} COMMAND test-${NAME}-${T}
		WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
	set_tests_properties(${NAME}.${T} PROPERTIES TIMEOUT 300)
endfunction()

# add_records(OUT FILE.proto …): protobuf-c sources of this folder's FILE.proto,
# included as "FOLDER/FILE.pb-c.h"; `OUT` receives the list of sources.
function(add_records OUT)
	get_filename_component(folder ${CMAKE_CURRENT_SOURCE_DIR} NAME)
	set(generated)
	file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/${folder})
	foreach(proto IN LISTS ARGN)
		get_filename_component(stem ${proto} NAME_WE)
		set(c ${CMAKE_BINARY_DIR}/${folder}/${stem}.pb-c.c)
		set(h ${CMAKE_BINARY_DIR}/${folder}/${stem}.pb-c.h)
		add_custom_command(OUTPUT ${c} ${h}
			COMMAND ${PROTOC_C} --c_out=${CMAKE_BINARY_DIR}
				-I${CMAKE_SOURCE_DIR} ${folder}/${proto}
			DEPENDS ${CMAKE_SOURCE_DIR}/core/records.proto
				${CMAKE_SOURCE_DIR}/core/wire.proto
				${CMAKE_SOURCE_DIR}/${folder}/${proto}
			WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
		list(APPEND generated ${c} ${h})
	endforeach()
	set(${OUT} ${generated} PARENT_SCOPE)
endfunction()
