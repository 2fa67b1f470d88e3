# Every target's flags, in one INTERFACE target.
#   -DSANITIZE=address,undefined | thread     instruments everything
set(SANITIZE "" CACHE STRING "sanitizers, as -fsanitize takes them")
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_EXTENSIONS ON)
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

add_library(jobq-flags INTERFACE)
target_compile_definitions(jobq-flags INTERFACE
	_GNU_SOURCE JOBQ_VERSION="${PROJECT_VERSION}")
target_include_directories(jobq-flags INTERFACE
	${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})
target_compile_options(jobq-flags INTERFACE
	-Wall -Wextra -Wshadow -Wpointer-arith -Wwrite-strings -Wvla
	-Werror=format-security
	$<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes -Wmissing-prototypes
	-Werror=implicit-function-declaration
	-Werror=incompatible-pointer-types>)
if(SANITIZE)
	target_compile_options(jobq-flags INTERFACE
		-fsanitize=${SANITIZE} -fno-omit-frame-pointer
		-fno-sanitize-recover=all)
	target_link_options(jobq-flags INTERFACE -fsanitize=${SANITIZE})
endif()
