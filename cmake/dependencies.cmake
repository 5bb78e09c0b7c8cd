# Header-only packages come from the system. Emscripten cannot see /usr/include (adding it would shadow its own C
# library), so the single headers it needs are staged into the build folder; Eigen has a folder of its own.
find_path(ZIFFER_EIGEN_DIR Eigen/Core PATHS /usr/include/eigen3 /usr/local/include/eigen3
          REQUIRED NO_CMAKE_FIND_ROOT_PATH)
find_path(ZIFFER_STB_DIR stb/stb_image.h PATHS /usr/include /usr/local/include
          REQUIRED NO_CMAKE_FIND_ROOT_PATH)
find_path(ZIFFER_DOCTEST_DIR doctest/doctest.h PATHS /usr/include /usr/local/include
          REQUIRED NO_CMAKE_FIND_ROOT_PATH)

set(staged ${CMAKE_BINARY_DIR}/staged)
configure_file(${ZIFFER_STB_DIR}/stb/stb_image.h ${staged}/stb/stb_image.h COPYONLY)
configure_file(${ZIFFER_DOCTEST_DIR}/doctest/doctest.h ${staged}/doctest/doctest.h COPYONLY)

add_library(ziffer_eigen INTERFACE)
target_include_directories(ziffer_eigen SYSTEM INTERFACE ${ZIFFER_EIGEN_DIR})
target_compile_definitions(ziffer_eigen INTERFACE EIGEN_MPL2_ONLY EIGEN_DONT_PARALLELIZE)
if(EMSCRIPTEN)
  # Before Emscripten's own folders: see the header there for why.
  target_include_directories(ziffer_eigen BEFORE INTERFACE ${CMAKE_SOURCE_DIR}/cmake/wasm_shim)
endif()

add_library(ziffer_stb INTERFACE)
target_include_directories(ziffer_stb SYSTEM INTERFACE ${staged})
add_library(ziffer_doctest INTERFACE)
target_include_directories(ziffer_doctest SYSTEM INTERFACE ${staged})

if(NOT EMSCRIPTEN)
  find_package(Threads REQUIRED)
  find_package(ZLIB REQUIRED)
  find_package(CLI11 REQUIRED)
  find_package(nlohmann_json REQUIRED)
endif()
