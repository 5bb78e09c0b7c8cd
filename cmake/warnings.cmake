# Our own targets are warning-free; third-party headers come in as SYSTEM.
add_library(ziffer_warnings INTERFACE)
target_compile_options(ziffer_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
# gcc 12 sees overlapping copies in plain std::string concatenation (its bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(ziffer_warnings INTERFACE -Wno-restrict)
endif()
option(ZIFFER_WERROR "Treat warnings as errors" ON)
if(ZIFFER_WERROR)
  target_compile_options(ziffer_warnings INTERFACE -Werror)
endif()
