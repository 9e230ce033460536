# SPDX-License-Identifier: MIT
# Part of web/toolchain: what comes from other releases of Debian than the machine's own. Eigen and Dear ImGui as
# sources, and on Debian 12 a compiler for WebAssembly, put together from packages without installing any.
# shellcheck shell=bash disable=SC2154

recipe=1  # raise it to have every machine's toolchain made again

clang_packages="libedit2:$multiarch/libedit.so.2 libxml2:$multiarch/libxml2.so.2 libicu72:$multiarch/libicuuc.so.72
  libbsd0:$multiarch/libbsd.so.0 libffi8:$multiarch/libffi.so.8 libzstd1:$multiarch/libzstd.so.1"

# What the recipe was tested with: file, version, sha256 (of amd64 where it matters).
tested='
binaryen 120-4 47be56009e56170f4338a0154fbff2028bd607bc3c8b6a5414658a985bef6470
clang-19 1:19.1.7-3~deb12u1 89ab931a9bbfd567a76df3141af5d5ec67b01d800150e614f2c9bf4671da9b08
emscripten 3.1.69+dfsg-3 d2ac788b952c56ab6736b4db2ac0825aa63cfb4c08b8abaefe19e324779d1b2d
libc6 2.41-12+deb13u5 b59b0625cd1a791375d40dab23a4d5d3d0641e3d0a773501becdc3725b7f99cf
libclang-common-19-dev 1:19.1.7-3~deb12u1 811c2d398ad772204ec05ffde485cbbc4c210abc5dcf0068ff9ca3e647591ce7
libclang-cpp19 1:19.1.7-3~deb12u1 5daa784e1d747db320c16604729ffa805e6bfd72d3ac0b7cb0ee5f1a7ebc8aae
libeigen3-dev 5.0.1-3 5c90ff45c13c89b097367c92f013a40e05704f74afdf4fe3b54b6fc14564dfa3
libgcc-s1 14.2.0-19 3c71917b490d1a17aed43196a2787a256ecf060526cdb20216a74bedc061b150
libllvm19 1:19.1.7-3~deb12u1 6edf3a8b28495cdba883d9760e0dca1a81983fc497a5f989dc64d0d96d23b4aa
libstdc++6 14.2.0-19 ab1fa05837aa7a92aae748fd07a18a35f7d18bb4a71c4724fe2bbf0e32089de0
libz3-4 4.8.12-3.1 6221ca25ad5abcfbe1965801029d85a88b4775320384b4b716de8fab7a4d2f7a
lld-19 1:19.1.7-3~deb12u1 416e084363a16a7060eaa6343ed641dfe864b8208c39170ee00a5679e4b486a2
llvm-19 1:19.1.7-3~deb12u1 f91492c5b361ff12f540b9f6145cf638b5e0fb3f145fceabd6c4b9540eab4bf9
node-acorn 8.8.1+ds+~cs25.17.7-2 5c6814cf6536892b3a93cc72a0a3792beb0d3f6be3d69f499ca7d764583479a9
imgui 1.92.2b+ds-1 e7bd201d56b5ee90d24d5dac85e5c12f98bdb95410252a62d27b7f89e4566d48
'

# Compares a downloaded file with the tested one. Debian's signature has been checked by apt before; this finds a
# changed file under a known version, and tells when a release has moved on.
check_download() {
  local file=$1 name=$2 version=$3 row
  row=$(grep "^$name " <<< "$tested") || return 0
  read -r _ tested_version tested_sum <<< "$row"
  if [ "$version" != "$tested_version" ]; then
    say "note: $name is version $version here; tested was $tested_version"
  elif [ "$(dpkg --print-architecture)" = amd64 ] && [ "$(sha256sum < "$file" | cut -d' ' -f1)" != "$tested_sum" ]; then
    fail "$name $version has not the checksum it was tested with"
  fi
}

# Debian's mirror as this machine knows it. Before the first `apt-get update` the targets carry no label yet.
debian_mirror() {
  { apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian'
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security; } 2> /dev/null | sed -n 1p
}

# The compiler's packages: Debian 12's clang, Debian 13's Emscripten, and what Binaryen needs to run.
compiler_packages='clang-19/bookworm lld-19/bookworm llvm-19/bookworm libllvm19/bookworm libclang-cpp19/bookworm
  libclang-common-19-dev/bookworm libz3-4/bookworm emscripten/trixie node-acorn/trixie binaryen/trixie libc6/trixie
  libstdc++6/trixie libgcc-s1/trixie'

# apt with a state of its own in $work/apt: nothing of the system's configuration changes, and no root is needed.
private_apt() {
  local apt=$work/apt
  apt-get -qq -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts="$apt/none" \
    -o Dir::Etc::preferencesparts="$apt/none" -o Dir::State="$apt/state" -o Dir::State::status="$apt/status" \
    -o Dir::Cache="$apt/cache" -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none -o Acquire::Retries=3 \
    -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false \
    -o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false "$@" > "$cache/apt.log" 2>&1 < /dev/null ||
    explain "$cache/apt.log" "apt-get $* failed"
}

# download_toolchain package/release...
download_toolchain() {
  local mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg release package deb
  mirror=${DEBIAN_MIRROR:-$(debian_mirror)}
  [ -n "$mirror" ] || fail "apt knows no Debian mirror here: set DEBIAN_MIRROR to one"
  mkdir -p "$work"/apt/{none,state/lists/partial,cache/archives/partial,deb,src}
  : > "$work/apt/status"
  for release in $(printf '%s\n' "$@" | sed 's,.*/,,' | sort -u); do
    echo "deb [signed-by=$keyring] $mirror $release main"
  done > "$work/apt/sources.list"
  echo "deb-src [signed-by=$keyring] $mirror forky main" >> "$work/apt/sources.list"
  private_apt "${apt_patience[@]}" update
  cd "$work/apt/deb"
  private_apt download "$@"
  for deb in *.deb; do
    package=$(dpkg-deb -f "$deb" Package)
    check_download "$deb" "$package" "$(dpkg-deb -f "$deb" Version)"
    mv "$deb" "$package.deb"
  done
  cd "$work/apt/src"
  private_apt --download-only --only-source source imgui/forky
  deb=$(echo imgui_*.orig.tar.*)
  check_download "$deb" imgui "$(sed -n 's/^Version: //p' imgui_*.dsc)"
}

# unpack package folder [tar option...]
unpack() {
  local package=$1 folder=$2
  shift 2
  mkdir -p "$folder"
  dpkg-deb --fsys-tarfile "$work/apt/deb/$package.deb" | tar -x -C "$folder" "$@"
}

unpack_sources() {
  unpack libeigen3-dev "$work/unpacked"
  mv "$work/unpacked/usr/include/eigen3" "$work/eigen"
  mkdir "$work/imgui"
  tar -xf "$work"/apt/src/imgui_*.orig.tar.* --strip-components=1 -C "$work/imgui"
}

unpack_compiler() {
  local package libraries='*/wasm32-emscripten'
  unpack emscripten "$work/root" --exclude="$libraries/lto*" --exclude="$libraries/pic*" --exclude='*/emscripten/test' \
    --exclude='./usr/share/doc'
  for package in node-acorn clang-19 lld-19 libllvm19 libclang-cpp19 libclang-common-19-dev libz3-4; do
    unpack $package "$work/root" --exclude='./usr/share/doc' --exclude='./usr/share/man'
  done
  unpack llvm-19 "$work/root" --wildcards --no-wildcards-match-slash './usr/lib/llvm-19/bin/llvm-*'
  for package in binaryen libc6 libstdc++6 libgcc-s1; do unpack $package "$work/trixie" --exclude='./usr/share'; done
}

# wrapper file line: a shell script of one line
wrapper() { mkdir -p "$(dirname "$1")"; printf '#!/bin/sh\n%s\n' "$2" > "$1"; chmod +x "$1"; }

# Scripts and settings name the place where the folder will stand in the end, not where it is put together.
wrap_compiler() {
  local tool name library=${multiarch#/} loader
  # Binaryen is trixie's and wants trixie's C library, so it starts through trixie's loader.
  loader=$(cd "$work" && ls trixie/$library/ld-linux-*.so.* | sed -n 1p)
  for tool in "$work"/trixie/usr/bin/wasm*; do
    name=$(basename "$tool")
    wrapper "$work/bin/$name" \
      "exec '$toolchain/$loader' --library-path '$toolchain/trixie/$library' '$toolchain/trixie/usr/bin/$name' \"\$@\""
  done
  # Clang finds itself by its process's file name, so it starts directly, with its libraries named.
  for name in clang clang++ wasm-ld llvm-ar llvm-nm llvm-objcopy llvm-ranlib llvm-strip llvm-dwarfdump llvm-dwp; do
    wrapper "$work/llvm/$name" "LD_LIBRARY_PATH='$toolchain/root/$library:$toolchain/root/usr/lib/llvm-19/lib' \
exec '$toolchain/root/usr/lib/llvm-19/bin/$name' \"\$@\""
  done
  mkdir -p "$work/root/usr/share/emscripten/node_modules"
  ln -s ../../nodejs/acorn "$work/root/usr/share/emscripten/node_modules/acorn"
}

# Makes the folder $toolchain, with a compiler or, where the system's is used, without one.
make_toolchain() {
  local wanted=$recipe packages=libeigen3-dev/forky what='Eigen and Dear ImGui' needed=
  if [ -n "$own_emscripten" ]; then
    wanted="$recipe without compiler"
  else
    packages="$packages $compiler_packages" what="Emscripten 3.1, clang 19, $what (about 300 MB)" needed=$clang_packages
  fi
  case $(cat "$toolchain/complete" 2> /dev/null) in "$wanted" | "$recipe") return 0 ;; esac
  # shellcheck disable=SC2086
  install_packages debian-archive-keyring:/usr/share/keyrings/debian-archive-keyring.gpg $needed
  work=$cache/toolchain.partial
  rm -rf "$work" && mkdir -p "$work"
  say "3/4: downloading $what from Debian"
  # shellcheck disable=SC2086
  (download_toolchain $packages)
  say "4/4: unpacking"
  unpack_sources
  if [ -z "$own_emscripten" ]; then
    unpack_compiler
    wrap_compiler
  fi
  rm -rf "$work/apt" "$work/unpacked"
  echo "$wanted" > "$work/complete"
  rm -rf "$toolchain"
  mv "$work" "$toolchain"
}
