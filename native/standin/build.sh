#!/usr/bin/env bash
# Builds the stand-in: build.sh FOLDER makes FOLDER/12 and FOLDER/13, one for each version of CUDA, and
# FOLDER/incomplete, in which cuBLAS lacks a function.
set -euo pipefail
source=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/common" "$1/12" "$1/13" "$1/incomplete"
cd "$1"

library() { # file to make, source file or none, further arguments
  local file=$1 code=$2
  shift 2
  # The names of the libraries are also the versions of their symbols, which JCuda asks for.
  g++ -std=c++17 -O3 -march=native -ffp-contract=off -Wall -fPIC -shared \
    -Wl,-soname,"$(basename "$file")" -Wl,--default-symver -o "$file" ${code:+"$source/$code"} "$@"
}

# One state and one driver, whichever version is loaded.
library common/libstandin.so standin.cpp
state=(-Wl,--no-as-needed common/libstandin.so)
library common/libcuda.so.1 driver.cpp "${state[@]}" -Wl,-rpath,'$ORIGIN' -ldl
cp "$source/kernel.h" common/

version() { # folder, version of CUDA
  local folder=$1 cuda=$2 solver=$(($2 - 1))
  (cd "$folder" && ln -sf ../common/* .)
  library "$folder/libnvrtc.so.$cuda" nvrtc.cpp -DSTANDIN_MAJOR="$cuda" "${state[@]}" -ldl
  library "$folder/libcusolver.so.$solver" solver.cpp -DSTANDIN_SOLVER="$solver" "${state[@]}"
  library "$folder/libcusolverMg.so.$solver" "" -x c++ /dev/null
  library "$folder/libcublasLt.so.$cuda" "" -x c++ /dev/null
  # Like the real one it needs a sibling that the loader does not find by itself.
  library "$folder/libcublas.so.$cuda" blas.cpp -DSTANDIN_MAJOR="$cuda" "${state[@]}" \
    "$folder/libcublasLt.so.$cuda"
}

version 12 12 &
version 13 13
wait $!
(cd incomplete && ln -sf ../13/* .)
rm incomplete/libcublas.so.13
library incomplete/libcublas.so.13 blas.cpp -DSTANDIN_MAJOR=13 -DSTANDIN_WITHOUT_GEMM "${state[@]}" \
  13/libcublasLt.so.13
