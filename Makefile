# What `sam build` calls: make build-<LogicalId>, with ARTIFACTS_DIR set. ARCH=arm64 for Graviton.
ARCH ?= x86_64

.PHONY: build-OnInstanceRunning build-EncApi build-ScaleSchedule

build-OnInstanceRunning build-EncApi build-ScaleSchedule:
	@test -n "$(ARTIFACTS_DIR)" || { echo "make $@: ARTIFACTS_DIR is not set; sam build sets it, by hand: make $@ ARTIFACTS_DIR=out/$(@:build-%=%)" >&2; exit 2; }
	eng/setup
	eng/publish $(@:build-%=%) "$(ARTIFACTS_DIR)" $(ARCH)
