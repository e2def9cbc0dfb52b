#!/bin/sh
# An installed rowgate can be built against: with pkg-config and with CMake, shared and static, also after
# the installed tree has moved. usage: CC=... CFLAGS=... install.sh BUILD_DIRECTORY
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
prefix=$scratch/moved

cmake --install "$1" --prefix "$scratch/first" >"$scratch/log" || { cat "$scratch/log"; exit 1; }
mv "$scratch/first" "$prefix"
libdir=$(dirname "$(find "$prefix" -name librowgate.a)")
version=$("$prefix/bin/rowgate" --version)

# expect NAME PROGRAM: it runs, and is linked with the library of the same version.
expect() {
    said=$("$2")
    [ "rowgate $said" = "$version" ] || { echo "$1: said '$said', not '$version'"; exit 1; }
    echo "$1: $said"
}

# The flags are lists of words.
# shellcheck disable=SC2046,SC2086
with_pkg_config() {
    name=$1
    shift
    $CC $CFLAGS "$here/user/user.c" -o "$scratch/$name" $(pkg-config --cflags rowgate) $(pkg-config --libs rowgate) "$@"
    LD_LIBRARY_PATH=$libdir expect "$name" "$scratch/$name"
}

with_cmake() {
    {
        cmake -S "$here/user" -B "$scratch/cmake" -G Ninja -DCMAKE_C_COMPILER="$CC" -DCMAKE_C_FLAGS="$CFLAGS" \
            -DCMAKE_PREFIX_PATH="$prefix" && cmake --build "$scratch/cmake"
    } >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }
    expect cmake-shared "$scratch/cmake/user_shared"
    expect cmake-static "$scratch/cmake/user_static"
}

export PKG_CONFIG_PATH="$libdir/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
with_pkg_config shared
with_cmake
# Where there is no shared library, the linker takes the static one. Not `pkg-config --static`: it would link all
# others statically too, and not every distribution's packages bring what that takes.
find "$libdir" -name 'librowgate.*' ! -name '*.a' -exec rm {} +
# shellcheck disable=SC2046
with_pkg_config static $(pkg-config --libs $(pkg-config --print-requires-private rowgate)) \
    $(sed -n 's/^Libs.private: //p' "$libdir/pkgconfig/rowgate.pc")
