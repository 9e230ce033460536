# SPDX-License-Identifier: MIT
# Where web/toolchain keeps what it made.
set(chainrule_cache "$ENV{CHAINRULE_CACHE}")
if(NOT chainrule_cache)
  set(chainrule_cache "$ENV{XDG_CACHE_HOME}")
  if(NOT chainrule_cache)
    set(chainrule_cache "$ENV{HOME}/.cache")
  endif()
  string(APPEND chainrule_cache "/chainrule")
endif()
