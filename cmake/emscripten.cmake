# Toolchain: Emscripten's own, found beside emcc, whether Debian's package or an activated emsdk provides it.
find_program(ZIFFER_EMCC emcc REQUIRED)
file(REAL_PATH ${ZIFFER_EMCC} emcc_file)
get_filename_component(emscripten_root ${emcc_file} DIRECTORY)
include(${emscripten_root}/cmake/Modules/Platform/Emscripten.cmake)
