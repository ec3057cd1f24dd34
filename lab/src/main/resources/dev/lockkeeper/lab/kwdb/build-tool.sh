#!/bin/sh
# In the place of cmake and make, as far as KWDB's documented build calls them.
case $(basename "$0") in
  cmake)
    [ -e "$1/CMakeLists.txt" ] || { echo "CMake Error: The source directory does not appear to contain CMakeLists.txt." >&2; exit 1; }
    cd "$1" && pwd >"$OLDPWD/CMakeCache.txt" ;;
  make)
    source=$(cat CMakeCache.txt 2>/dev/null) || { echo "make: *** No targets specified and no makefile found.  Stop." >&2; exit 2; }
    case ${1-} in
      install)
        mkdir -p "$source/install/bin" "$source/install/lib"
        install -m 755 kwbase "$source/install/bin/kwbase"
        echo libcommon >"$source/install/lib/libcommon.so" ;;
      *) cp "$source/kwbase/kwbase.sh" kwbase && chmod 755 kwbase ;;
    esac ;;
esac
