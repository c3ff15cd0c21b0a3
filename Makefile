# stoke: make help lists what can be made.

comma    := ,
VERSION  := 0.1.0
CC       ?= cc
CFLAGS   ?= -O2 -g
PREFIX   ?= /usr/local
BUILD    ?= build
SAN      ?=
LUAJIT   ?= luajit
PROVE    ?= prove
JOBS     ?= $(shell echo $$(($$(nproc) + 1)))

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wpointer-arith \
            -Wcast-qual -Wwrite-strings -Wundef
ifneq ($(SAN),)
override BUILD   := $(BUILD)/san-$(firstword $(subst $(comma), ,$(SAN)))
override CFLAGS  := -O1 -g -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer
override LDFLAGS += -fsanitize=$(SAN)
endif
include deps/find.mk

# The program is linked as one piece, for what the compiler makes of small functions across
# files: a token costs a quarter less. Tests link the same objects the ordinary way. gcc only,
# since clang 14 cannot make objects for both.
LTO ?= $(if $(SAN),,$(shell $(CC) --version 2>/dev/null | grep -qi 'gcc\|free software' && echo yes))
LTO_COMPILE := $(if $(LTO),-flto=auto -ffat-lto-objects)
LTO_LINK    := $(if $(LTO),-flto=auto)

ALL_CPPFLAGS := -D_GNU_SOURCE -DSTOKE_VERSION='"$(VERSION)"' -Isrc -I. $(DEPS_CFLAGS) $(CPPFLAGS)
ALL_CFLAGS   := -std=c17 $(WARNINGS) $(WERROR) -pthread -MMD -MP $(CFLAGS)
# Symbols are exported: LuaJIT finds the embedded modules by name, Lua's C modules
# find LuaJIT, and libcurl finds our recv and send (src/net/stamp.c).
ALL_LDFLAGS  := -pthread -rdynamic $(LDFLAGS)

Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-7s %s\n' $(1) $(2))

SRC   := $(sort $(wildcard src/*/*.c))
LUA   := $(sort $(shell find lua -name '*.lua'))
OBJ   := $(SRC:src/%.c=$(BUILD)/obj/%.o)
BYTES := $(LUA:lua/%.lua=$(BUILD)/lua/%.o)
PARTS := $(OBJ) $(BYTES)

TESTS     := $(filter-out tests/fuzz/% tests/bench/%,$(sort $(wildcard tests/*/test_*.c)))
TEST_BIN  := $(TESTS:%.c=$(BUILD)/%)
FUZZ_BIN  := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
BENCH_BIN := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/bench/*.c)))
SCRIPT_TESTS := $(sort $(wildcard tests/*.lua tests/*/test_*.lua tests/e2e/*.sh))

.PHONY: all demo docs test san check bench bench-truth bench-cost bench-open bench-data bench-soak bench-sim fuzz install uninstall clean help deps format
.DELETE_ON_ERROR:
.SECONDARY:

## all: build build/stoke (the default)
all: $(BUILD)/stoke

$(BUILD)/stoke: $(BUILD)/obj/main.o $(PARTS)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LTO_LINK) $(ALL_LDFLAGS) $^ $(DEPS_LIBS) -o $@

$(BUILD)/obj/%.o: src/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(LTO_COMPILE) -c $< -o $@

# lua/user.lua becomes the module stoke.user, and its chunk "=stoke:lua/user.lua": a name that no file of a
# script's can have, so that errors are told with the script's own line.
$(BUILD)/lua/%.o: lua/%.lua Makefile
	$(call say,LUA,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(LUAJIT) -e 'io.write(string.dump(assert(loadstring(io.read("*a"), "=stoke:$<"))))' <$< >$(@:.o=.bytes)
	$(Q)$(LUAJIT) -b -g -n stoke.$(subst /,.,$*) $(@:.o=.bytes) $@

$(BUILD)/tests/%: tests/%.c $(PARTS)
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(if $(LTO),-fno-lto) $< $(filter %.o,$^) $(DEPS_LIBS) -o $@

## demo: install what is missing, build, and load the simulated service
demo: deps
	@$(MAKE) --no-print-directory all
	@STOKE=$(BUILD)/stoke sh scripts/demo.sh

deps:
	@deps/install

## test: every test, under prove (TEST=path runs one)
test: deps
	@$(MAKE) --no-print-directory run-tests

TESTS = $(filter-out $(SPARED),$(TEST_BIN) $(FUZZ_BIN) $(SCRIPT_TESTS))
run-tests: all $(TEST_BIN) $(FUZZ_BIN)
	@BUILD=$(BUILD) STOKE=$(BUILD)/stoke $(PROVE) -j$(JOBS) --exec tests/run $(or $(TEST),$(TESTS))

# Tests that run the threads of others with other words; the slowest sanitizer would see nothing new.
SAME_THREADS := $(patsubst %,tests/e2e/%.sh,bad_input check data data_command fronts help lengths look nginx \
    prompts readme records running script_errors script_flags scripts sdk secrets signed terminal wrk_examples) \
    $(filter-out tests/e2e/%,$(SCRIPT_TESTS))

## san: the tests under address+undefined, then thread sanitizers
san:
	$(MAKE) SAN=address,undefined run-tests
	$(MAKE) SAN=thread SPARED="$(SAME_THREADS)" run-tests

## check: clang-format, clang-tidy and luacheck
check:
	clang-format --dry-run -Werror $$(find src tests -name '*.[ch]')
	@printf '%s\n' $(SRC) src/main.c | xargs -P $$(nproc) -n 6 sh -c 'clang-tidy --quiet "$$@" -- $(subst ','\'',$(ALL_CPPFLAGS)) -std=c17' tidy
	luacheck -q lua scripts tests docs/api

format:
	clang-format -i $$(find src tests -name '*.[ch]')

## bench: costs, truth, open load, data sets, soak and sim, printed (bench-cost, -truth, -open, -data, -soak, -sim: one of them)
bench: bench-cost bench-truth bench-open bench-data bench-soak bench-sim
bench-cost: all $(BENCH_BIN)
	@BUILD=$(BUILD) STOKE=$(BUILD)/stoke tests/bench/cost.sh
bench-truth: all $(BENCH_BIN)
	@BUILD=$(BUILD) STOKE=$(BUILD)/stoke tests/bench/truth.sh
bench-open: all $(BENCH_BIN)
	@BUILD=$(BUILD) STOKE=$(BUILD)/stoke tests/bench/open.sh
bench-sim: all $(BENCH_BIN)
	@BUILD=$(BUILD) STOKE=$(BUILD)/stoke tests/bench/sim.sh
bench-soak: all
	@STOKE=$(BUILD)/stoke tests/bench/soak.sh
bench-data: $(BUILD)/tests/bench/data
	@$(BUILD)/tests/bench/data $(MEGABYTES)

## fuzz: each fuzz target for FUZZ_SECONDS (default 60), with clang's libFuzzer
FUZZ_SECONDS ?= 60
fuzz:
	@BUILD=$(BUILD)/fuzzers SECONDS_EACH=$(FUZZ_SECONDS) tests/fuzz/run.sh

## docs: write docs/scripting.md and docs/types from docs/api
docs:
	$(LUAJIT) docs/api/generate.lua

## install: the binary into DESTDIR/PREFIX/bin
install: all
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(BUILD)/stoke $(DESTDIR)$(PREFIX)/bin/stoke

## uninstall: take it out again
uninstall:
	$(RM) $(DESTDIR)$(PREFIX)/bin/stoke

## clean: remove build/
clean:
	$(RM) -r $(BUILD)

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
