# Where the dependencies are: compiler and linker flags.

PKG_CONFIG  ?= pkg-config
DEPS_CFLAGS := $(shell $(PKG_CONFIG) --cflags luajit libcurl openssl 2>/dev/null)
DEPS_LIBS   := -l:libluajit-5.1.a $(shell $(PKG_CONFIG) --libs libcurl openssl 2>/dev/null) -lm -ldl
