/* Deliberately empty. Eigen's SSE path includes <mmintrin.h>, which Emscripten's SSE emulation does
 * not provide; nothing of it is used. On the include path of WebAssembly builds only. */
