#!/bin/sh
# User data of every server Kickoff launches: installs Puppet on a stock image of Ubuntu 22.04 or 24.04 or Debian 12, and lets it make the
# server what its security groups and tags say. EC2 runs it once, at the first boot, as root. No secret belongs in here: everything on
# the server can read it. Kickoff fills @STACK@, @POOL@ and @REGION@.
set -u

puppet_server=puppet.example.internal
distribution=openvox # or: puppetcore (needs an apt source of yours, with its account), debian (the distribution's own package)
tries=30

log() { echo "kickoff user-data: $*"; }

# again COMMAND...: tries until it works, for at most about five minutes.
again() {
    attempt=1
    until "$@"; do
        [ $attempt -ge $tries ] && { log "gave up: $*"; return 1; }
        attempt=$((attempt + 1))
        sleep 10
    done
}

imds=${KICKOFF_IMDS:-http://169.254.169.254}
metadata() { curl -sf --max-time 5 -H "X-aws-ec2-metadata-token: $token" "$imds/latest/$1"; }
get_token() { token=$(curl -sf --max-time 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 21600' "$imds/latest/api/token"); }

log "stack @STACK@, pool @POOL@, region @REGION@"
again get_token || exit 1
id=$(metadata meta-data/instance-id)
case $id in i-*) ;; *) log "IMDS gave no instance id"; exit 1 ;; esac
log "instance $id"

export DEBIAN_FRONTEND=noninteractive
apt="apt-get -q -y -o DPkg::Lock::Timeout=120"

install_openvox() {
    # shellcheck disable=SC1090,SC1091
    . "${KICKOFF_OS_RELEASE:-/etc/os-release}"
    release=$(mktemp -d)/openvox8-release.deb
    curl -sf --max-time 60 -o "$release" "https://apt.voxpupuli.org/openvox8-release-$ID$VERSION_ID.deb" &&
        dpkg -i "$release" && $apt update && $apt install openvox-agent
}
install_distribution() { $apt update && $apt install "$1"; }

log "installing Puppet ($distribution)"
case $distribution in
    openvox) again install_openvox || exit 1 ;;
    puppetcore) again install_distribution puppet-agent || exit 1 ;;
    debian) again install_distribution puppet-agent || exit 1 ;;
    *) log "distribution is openvox, puppetcore or debian"; exit 1 ;;
esac
PATH=/opt/puppetlabs/bin:$PATH
confdir=${KICKOFF_CONFDIR:-}
if [ -z "$confdir" ]; then
    confdir=/etc/puppet
    if [ -d /opt/puppetlabs ]; then confdir=/etc/puppetlabs/puppet; fi
fi
mkdir -p "$confdir"

log "configuring $confdir"
cat >"$confdir/puppet.conf" <<CONF
[main]
certname = $id
server = $puppet_server
CONF

# The signed identity document proves to Kickoff that this is the instance. As an attribute it does not stay in the certificate.
get_document() { document=$(metadata dynamic/instance-identity/rsa2048 | tr -d '\n') && [ -n "$document" ]; }
again get_document || exit 1
(
    umask 077
    cat >"$confdir/csr_attributes.yaml" <<CSR
extension_requests:
  pp_instance_id: "$id"
custom_attributes:
  1.3.6.1.4.1.34380.1.3.101: "$document"
CSR
)

log "first run"
first_run() {
    puppet agent --test --waitforcert 15
    case $? in 0 | 2) return 0 ;; *) return 1 ;; esac
}
again first_run || exit 1

log "starting the agent"
puppet resource service puppet ensure=running enable=true
log "done"
