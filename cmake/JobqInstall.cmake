# What `cmake --install` puts where: the programs, the recipes, the
# rules, and the man pages and completion that `jobq help` makes of its own
# table.
include(GNUInstallDirs)

set(MANUALS ${CMAKE_BINARY_DIR}/share)
set(MANUALS_SCRIPT ${CMAKE_SOURCE_DIR}/cmake/manuals.sh)
add_custom_command(OUTPUT ${MANUALS}/stamp
	COMMAND sh ${MANUALS_SCRIPT} $<TARGET_FILE:jobq> ${MANUALS}
	COMMAND ${CMAKE_COMMAND} -E touch ${MANUALS}/stamp
	DEPENDS jobq ${MANUALS_SCRIPT}
	COMMENT "Making the man pages and the completion")
add_custom_target(manuals ALL DEPENDS ${MANUALS}/stamp)

foreach(program jobq jobq-coordinator jobq-worker jobq-indexer)
	if(TARGET ${program})
		install(TARGETS ${program}
			RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
	endif()
endforeach()
install(DIRECTORY ${CMAKE_SOURCE_DIR}/workers/recipes/
	DESTINATION ${CMAKE_INSTALL_DATADIR}/jobq/recipes
	FILES_MATCHING PATTERN "*.yaml")
install(DIRECTORY ${CMAKE_SOURCE_DIR}/indexer/rules/
	DESTINATION ${CMAKE_INSTALL_DATADIR}/jobq/rules
	FILES_MATCHING PATTERN "*.yaml")
install(DIRECTORY ${MANUALS}/man1/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${MANUALS}/completion/jobq
	DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
