# SPDX-License-Identifier: GPL-2.0-or-later
# Builds gprcheck: the libraries, the command, the plugin of a GCC, the tests.
#
#   make                  build/gprcheck, build/gprcheck.so, build/gprcheck-clang, build/man
#   make GCC=gcc-11       the plugin of that compiler: build/gcc-11/gprcheck.so
#   make demo             set up, build, check the buggy client of testcases/reference
#   make check            set up, build, every test but the kernel's
#   make check-kernel     the tests on Debian's kernel source
#   make unit             unit tests only (SANITIZE=address,undefined is meant for these)
#   make fuzz N=1000      generated programs, executed and checked; OUT=DIR keeps what disagrees
#   make csmith N=1000    random C of Csmith through both front ends
#   make check-trust      200 collects killed at random moments, and what else can go wrong
#   make bench            what the front ends cost on the kernel (after check-kernel), how collect scales,
#                         how long questions to a large database take
#   make install          to $(DESTDIR)$(PREFIX)
#
# Variables: V=1 shows the commands, DEVELOPER=1 turns warnings into errors,
# SANITIZE=LIST builds under build/san/ with these sanitizers (no plugin: the
# compiler that loads it is not built with them). local.mk may set any of them.
# There is no list of files to keep: a source in one of the folders is built.

-include local.mk

ifeq ($(origin CC),default)
CC := gcc
endif
GCC ?= gcc
GXX ?= $(subst gcc,g++,$(GCC))
LLVM ?= $(firstword $(wildcard /usr/lib/llvm-19) $(shell llvm-config-19 --prefix 2>/dev/null))
PREFIX ?= /usr/local
# The compilers that `make check` tests beside $(GCC).
CHECK_GCCS ?= gcc-11

B := build$(if $(SANITIZE),/san)
# Where the plugin of $(GCC) goes.
P := $(B)$(if $(filter-out gcc,$(GCC)),/$(notdir $(GCC)))

# ---- flags

CFLAGS ?= -O2 -g
WARN := -Wall -Wextra
ifeq ($(DEVELOPER),1)
WARN += -DDEVELOPER -Werror -Wshadow -Wunused -Wvla -Wundef -Wpointer-arith -Wwrite-strings
CWARN := -Wmissing-prototypes -Wstrict-prototypes -Wold-style-definition
endif
SAN := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all)

PKGS := libcyaml sqlite3 libelf jansson smartcols libxxhash libdeflate
pkg = $(foreach p,$(2),$(or $(shell pkg-config $(1) $(p) 2>/dev/null),$(if $(filter --libs,$(1)),-l$(patsubst lib%,%,$(p)))))

DEFS := -D_GNU_SOURCE \
	-DGPRCHECK_RULES_DIR=\"$(PREFIX)/share/gprcheck/rules\" \
	-DGPRCHECK_LIB_DIR=\"$(PREFIX)/lib/gprcheck\" \
	-DRULES_SRC_DIR=\"$(CURDIR)/rules\"
ALL_CPPFLAGS := -I. $(DEFS) $(call pkg,--cflags,$(PKGS)) $(CPPFLAGS)
ALL_CFLAGS := -std=gnu11 -fPIC -fvisibility=hidden $(WARN) $(CWARN) $(SAN) $(CFLAGS)
ALL_LDFLAGS := $(SAN) $(LDFLAGS)
LDLIBS := -Wl,--as-needed $(call pkg,--libs,$(PKGS))
PLUGIN_CXXFLAGS = -std=gnu++14 -fPIC -fno-rtti -fno-exceptions $(WARN) $(CFLAGS) \
	-isystem $(shell $(GCC) -print-file-name=plugin)/include

# ---- sources

# From the top layer down: the order in which they are linked.
LIBS := report store facts engine rules ir findings base
src = $(wildcard $(1)/*.c)
archive = $(foreach l,$(1),$(if $(call src,lib/$(l)),$(B)/lib$(l).a))
obj = $(patsubst %.c,$(B)/obj/%.o,$(1))

CLI_SRCS := $(call src,cli)
CLANG_SRCS := $(call src,clang-tool)
PLUGIN_SRCS := $(wildcard gcc-plugin/*.cc)
UNIT_SRCS := $(wildcard testcases/unit/test_*.c)
UNIT_HELPERS := $(filter-out $(UNIT_SRCS),$(call src,testcases/unit))
ALL_SRCS := $(foreach l,$(LIBS),$(call src,lib/$(l))) $(CLI_SRCS) $(CLANG_SRCS) \
	$(UNIT_SRCS) $(UNIT_HELPERS)
HEADERS := $(wildcard lib/*/*.h cli/*.h clang-tool/*.h gcc-plugin/*.h testcases/unit/*.h)

CLI := $(if $(CLI_SRCS),$(B)/gprcheck)
CLANG := $(if $(CLANG_SRCS),$(B)/gprcheck-clang)
PLUGIN := $(if $(SANITIZE),,$(if $(PLUGIN_SRCS),$(P)/gprcheck.so))
PLUGIN_OBJS := $(PLUGIN_SRCS:%.cc=$(P)/obj/%.o)
# The reference implementation: a test of each generation, and the clients that are programs.
REF_TESTS := kvm_test kvm_test_g2 kvm_test_g3 kvm_test_g3_no_apx kvm_test_g3_32bit
REF_CLIENTS := client_good client_g2_good client_g3_good
REF := $(REF_TESTS:%=$(B)/reference/%) $(REF_CLIENTS:%=$(B)/reference/%.t)
UNIT := $(UNIT_SRCS:testcases/unit/%.c=$(B)/unit/%)

# ---- rules

ifeq ($(V),1)
say =
Q :=
else
say = @printf '  %-7s %s\n' '$(1)' '$@'
Q := @
endif

.PHONY: all plugin unit FORCE
.DELETE_ON_ERROR:
.SECONDARY:

all: $(CLI) $(CLANG) plugin man
plugin: $(PLUGIN)
unit: $(UNIT)
	$(Q)$(if $(UNIT),CMOCKA_MESSAGE_OUTPUT=TAP prove --exec '' $(UNIT),:)

# A file that changes only when its text does, so that objects can depend on flags
# and archives on the list of their members.
remember = $(Q)mkdir -p $(@D); printf '%s\n' '$(1)' | cmp -s - $@ || printf '%s\n' '$(1)' >$@

$(B)/flags: FORCE
	$(call remember,$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS))

$(P)/plugin.flags: FORCE
	$(call remember,$(GXX) $(ALL_CPPFLAGS) $(PLUGIN_CXXFLAGS))

$(B)/obj/%.o: %.c $(B)/flags
	$(call say,CC)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(CFLAGS_$(firstword $(subst /, ,$*))) -MMD -MP -c -o $@ $<

CFLAGS_clang-tool = -isystem $(LLVM)/include
# Text that is assembled into objects, see lib/base/embed.h.
$(call obj,$(call src,lib/store)): $(wildcard lib/store/*.sql)
$(B)/obj/lib/report/html.o: $(wildcard lib/report/page.*)

define library
$(B)/lib$(1).members: FORCE
	$$(call remember,$(call src,lib/$(1)))
$(B)/lib$(1).a: $(call obj,$(call src,lib/$(1))) $(B)/lib$(1).members
	$$(call say,AR)
	$$(Q)rm -f $$@ && $$(AR) rcs $$@ $$(filter %.o,$$^)
endef
$(foreach l,$(LIBS),$(eval $(call library,$(l))))

$(B)/gprcheck: $(call obj,$(CLI_SRCS)) $(call archive,$(LIBS))
	$(call say,LD)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

FRONT_LIBS := report engine rules ir findings base
FRONT_LDLIBS := -Wl,--as-needed $(call pkg,--libs,libcyaml libxxhash jansson smartcols libdeflate)

$(B)/gprcheck-clang: $(call obj,$(CLANG_SRCS)) $(call archive,$(FRONT_LIBS))
	$(call say,LD)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -L$(LLVM)/lib -lclang-19 $(FRONT_LDLIBS) -lpthread

$(P)/obj/%.o: %.cc $(P)/plugin.flags
	$(call say,CXX)
	$(Q)mkdir -p $(@D)
	$(Q)$(GXX) $(ALL_CPPFLAGS) $(PLUGIN_CXXFLAGS) -MMD -MP -c -o $@ $<

# Only the two names GCC looks up leave the plugin.
$(P)/plugin.map: $(P)/plugin.flags
	$(Q)echo '{ global: plugin_init; plugin_is_GPL_compatible; local: *; };' >$@

$(P)/gprcheck.so: $(PLUGIN_OBJS) $(call archive,$(FRONT_LIBS)) $(P)/plugin.map
	$(call say,LD)
	$(Q)$(GXX) $(LDFLAGS) -shared -Wl,--version-script=$(P)/plugin.map -o $@ \
		$(filter-out %.map,$^) $(FRONT_LDLIBS)

$(B)/unit/%: $(B)/obj/testcases/unit/%.o $(call obj,$(UNIT_HELPERS)) $(call archive,$(LIBS))
	$(call say,LD)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -lcmocka $(LDLIBS) -lz

# What testcases/pack-facts asks.
$(B)/judge: $(B)/obj/testcases/judge.o $(call archive,$(LIBS))
	$(call say,LD)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

# ---- manual pages, where scdoc is installed

SCDOC := $(shell command -v scdoc)
MAN := $(if $(SCDOC),$(addprefix $(B)/man/,gprcheck.1 gprcheck-clang.1 gprcheck-rules.5 gprcheck-plugin.7))

.PHONY: man
man: $(MAN)
$(B)/man/gprcheck.1: doc/man/commands-section doc/man/gprcheck.1.scd.in $(B)/gprcheck
	$(call say,MAN)
	$(Q)mkdir -p $(@D)
	$(Q)doc/man/commands-section $(B)/gprcheck <doc/man/gprcheck.1.scd.in >$@.scd && scdoc <$@.scd >$@
$(B)/man/gprcheck-rules.5: doc/man/rules-page doc/rules.md
	$(call say,MAN)
	$(Q)mkdir -p $(@D)
	$(Q)doc/man/rules-page <doc/rules.md >$@.scd && scdoc <$@.scd >$@
$(B)/man/%: doc/man/%.scd
	$(call say,MAN)
	$(Q)mkdir -p $(@D)
	$(Q)scdoc <$< >$@

# ---- every header compiles alone, as C++ too where it is made for the plugin

HDR_OK := $(HEADERS:%=$(B)/hdr/%.ok)
HDR_CXX := $(shell grep -ls __cplusplus $(HEADERS))

.PHONY: hdr-check
hdr-check: $(HDR_OK)
$(B)/hdr/gcc-plugin/%.ok: gcc-plugin/% $(P)/plugin.flags
	$(call say,HDR)
	$(Q)mkdir -p $(@D)
	$(Q)$(GXX) $(ALL_CPPFLAGS) $(PLUGIN_CXXFLAGS) -MMD -MP -MF $@.d -MT $@ -fsyntax-only -x c++ -include $< /dev/null
	$(Q)touch $@
$(B)/hdr/%.ok: % $(B)/flags
	$(call say,HDR)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(CFLAGS_$(firstword $(subst /, ,$*))) -MMD -MP -MF $@.d -MT $@ \
		-fsyntax-only -x c -include $< /dev/null
	$(if $(filter $(HDR_CXX),$*),$(Q)$(GXX) $(ALL_CPPFLAGS) -std=gnu++14 -fno-rtti -fno-exceptions $(WARN) \
		-fsyntax-only -x c++ -include $< /dev/null)
	$(Q)touch $@

# ---- tests

SETUP := ci/setup build $(if $(CLANG_SRCS),clang)
TESTS := ci/check-layers $(UNIT) $(REF) testcases/run testcases/pack-facts $(wildcard testcases/cli/*.t) \
	$(if $(SANITIZE),,testcases/fuzz/slice)

.PHONY: check run-tests demo check-kernel check-trust bench
check:
	$(Q)$(SETUP) check
	$(Q)$(MAKE) --no-print-directory all hdr-check
	$(Q)$(foreach g,$(if $(SANITIZE),gcc) $(CHECK_GCCS),$(MAKE) --no-print-directory SANITIZE= GCC=$(g) plugin &&) :
	$(Q)$(MAKE) --no-print-directory run-tests

run-tests: all $(B)/judge $(filter $(B)/%,$(TESTS))
	$(Q)$(if $(SANITIZE),LSAN_OPTIONS=suppressions=$(CURDIR)/testcases/lsan.supp) \
		CMOCKA_MESSAGE_OUTPUT=TAP B=$(B) prove --exec '' --timer $(TESTS)

# The reference implementation is a program of its own: no library of ours in it.
REF_SRC = testcases/reference/$(if $(filter kvm_test,$*),kvm_test,kvm_regs_test).c
REF_GEN = $(if $(findstring g2,$*),-DKVM_MODEL_GEN=2)$(if $(findstring g3,$*),-DKVM_MODEL_GEN=3) \
	$(if $(findstring no_apx,$*),-DKVM_MODEL_NO_APX) $(if $(findstring 32bit,$*),-DKVM_MODEL_32BIT)
REF_DEPS := $(wildcard testcases/reference/*.[ch]) $(B)/flags

$(REF_TESTS:%=$(B)/reference/%): $(B)/reference/%: $(REF_DEPS)
	$(call say,LD)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(WARN) $(SAN) $(CFLAGS) $(REF_GEN) -o $@ $(REF_SRC) testcases/reference/kvm.c -lcmocka

# A client that does what it should, as one test.
$(REF_CLIENTS:%=$(B)/reference/%.t): $(B)/reference/%.t: $(REF_DEPS)
	$(call say,LD)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(WARN) $(SAN) $(CFLAGS) $(REF_GEN) -o $(B)/reference/$* \
		testcases/reference/$*.c testcases/reference/kvm.c
	$(Q)printf '#!/bin/sh\necho 1..1\n%s/$* && echo ok 1 - $* || echo not ok 1 - $*\n' \
		'$(abspath $(B))/reference' >$@
	$(Q)chmod +x $@

demo:
	$(Q)$(SETUP)
	$(Q)$(MAKE) --no-print-directory all
	$(Q)testcases/demo

check-kernel:
	$(Q)$(SETUP) kernel
	$(Q)$(MAKE) --no-print-directory all
	$(Q)prove --exec '' --timer testcases/kernel/check-kernel testcases/kernel/check-series

.PHONY: fuzz
N ?= 1000
SEED ?= 1
fuzz:
	$(Q)$(SETUP)
	$(Q)$(MAKE) --no-print-directory all
	$(Q)testcases/fuzz/fuzz.py --work $(CURDIR)/build/fuzz --seed $(SEED) -n $(N) $(if $(OUT),--out $(OUT))

.PHONY: csmith
csmith:
	$(Q)$(SETUP) fuzz
	$(Q)$(MAKE) --no-print-directory all
	$(Q)testcases/csmith --seed $(SEED) -n $(N)

check-trust: all
	$(Q)TRIES=200 prove --exec '' --timer testcases/cli/crash.t testcases/cli/trust.t testcases/cli/parallel.t

bench:
	$(Q)$(SETUP) bench
	$(Q)ci/bench/compare --count
	$(Q)ci/bench/tree
	$(Q)ci/bench/clang-parse
	$(Q)ci/bench/series
	$(Q)ci/bench/scale
	$(Q)ci/bench/database

# For programs that are linked elsewhere: testcases/foreign.
.PHONY: print-ldlibs
print-ldlibs:
	@echo '$(LDLIBS)'

# ---- install, clean

GCC_VERSION = $(shell $(GCC) -dumpversion)

.PHONY: install clean
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/gprcheck/rules
	install $(CLI) $(CLANG) $(DESTDIR)$(PREFIX)/bin
	$(if $(wildcard rules/*.yaml),install -m 644 $(wildcard rules/*.yaml) $(DESTDIR)$(PREFIX)/share/gprcheck/rules)
	$(foreach m,$(MAN),install -D -m 644 $(m) $(DESTDIR)$(PREFIX)/share/man/man$(subst .,,$(suffix $(m)))/$(notdir $(m)) &&) :
	install -D -m 644 doc/man/completion.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/gprcheck
	ln -sf gprcheck $(DESTDIR)$(PREFIX)/share/bash-completion/completions/gprcheck-clang
	$(if $(PLUGIN),install -D $(PLUGIN) $(DESTDIR)$(PREFIX)/lib/gprcheck/$(GCC_VERSION)/gprcheck.so)

# The unpacked kernel takes minutes to make again: `rm -r build` is for that.
clean:
	$(Q)find build -mindepth 1 -maxdepth 1 ! -name kernel -exec rm -rf {} + 2>/dev/null || :

-include $(ALL_SRCS:%.c=$(B)/obj/%.d) $(PLUGIN_OBJS:.o=.d) $(HDR_OK:=.d)
