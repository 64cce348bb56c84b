# What `sam build` calls in the checkout itself: make build-<LogicalId>, with ARTIFACTS_DIR set. ARCH=arm64 for Graviton.
ARCH ?= x86_64
FUNCTIONS = .work/functions$(if $(filter arm64,$(ARCH)),-arm64)

.PHONY: build-OnInstanceRunning build-EncApi build-ScaleSchedule build-FixtureFeed

build-OnInstanceRunning build-EncApi build-ScaleSchedule build-FixtureFeed:
	@test -n "$(ARTIFACTS_DIR)" || { \
		echo "make $@: ARTIFACTS_DIR is not set; sam build sets it, by hand: make $@ ARTIFACTS_DIR=out/$(@:build-%=%)" >&2; exit 2; }
	@eng/setup
	@eng/functions --arch $(ARCH) $(@:build-%=%)
	@mkdir -p "$(ARTIFACTS_DIR)" && cp -R $(FUNCTIONS)/$(@:build-%=%)/. "$(ARTIFACTS_DIR)"
