#!/bin/sh
# User data of every server Kickoff launches: installs Puppet on a stock image of Ubuntu 22.04 or 24.04 or Debian 12, and lets it make the
# server what its security groups and tags say. EC2 runs it once, at the first boot, as root. No secret belongs in here: everything on
# the server can read it. Kickoff fills @STACK@, @POOL@ and @REGION@.
set -u

puppet_server=puppet    # the Puppet server's name, as its certificate has it; puppet is Puppet's own default, and an alias at many sites
ca_fingerprint=         # SHA-256 of its CA's file, which puppet/install prints; without it the first answer on this name is believed
distribution=openvox    # or: puppetcore (needs an apt source of yours, with its account), debian (the distribution's own package)
patience=900            # seconds after which it gives up; fleet.yml's boot_deadline replaces a server that is not in service by then
tries=30

log() { echo "kickoff user-data: $*"; }

began=$(date +%s)
left() { echo $((patience - $(date +%s) + began)); }

# give_up WHY: the last line of the log says it; EC2 shows it in the console's output (aws ec2 get-console-output).
give_up() { log "gave up after $(($(date +%s) - began)) s: $*"; exit 1; }

# again COMMAND...: tries until it works, for at most about five minutes, and no longer than there is patience.
again() {
    attempt=1
    until "$@"; do
        if [ $attempt -ge $tries ] || [ "$(left)" -le 0 ]; then return 1; fi
        attempt=$((attempt + 1))
        sleep 10
    done
}

imds=${KICKOFF_IMDS:-http://169.254.169.254}
# On this machine's own network, where no proxy is.
imds() { curl -sf --noproxy '*' --max-time 5 "$@"; }
metadata() { imds -H "X-aws-ec2-metadata-token: $token" "$imds/latest/$1"; }
get_token() { token=$(imds -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 21600' "$imds/latest/api/token"); }

log "stack @STACK@, pool @POOL@, region @REGION@"
again get_token || give_up "the metadata service gives no token (IMDSv2, is it enabled?)"
id=$(metadata meta-data/instance-id)
case $id in i-????????*) ;; *) give_up "the metadata service gives no instance id" ;; esac
case ${id#i-} in *[!0-9a-f]*) give_up "the metadata service gives no instance id" ;; esac
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
    openvox) again install_openvox || give_up "openvox-agent cannot be installed; is apt.voxpupuli.org within reach? see above" ;;
    puppetcore | debian) again install_distribution puppet-agent || give_up "puppet-agent cannot be installed, see above" ;;
    *) give_up "distribution is openvox, puppetcore or debian" ;;
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
[ -z "$ca_fingerprint" ] || echo "ca_fingerprint = $ca_fingerprint" >>"$confdir/puppet.conf"

# The signed identity document proves to Kickoff that this is the instance. As an attribute it does not stay in the certificate.
get_document() { document=$(metadata dynamic/instance-identity/rsa2048 | tr -d '\n') && [ -n "$document" ]; }
again get_document || give_up "the metadata service gives no signed identity document"
(
    umask 077
    cat >"$confdir/csr_attributes.yaml" <<CSR
extension_requests:
  pp_instance_id: "$id"
custom_attributes:
  1.3.6.1.4.1.34380.1.3.101: "$document"
CSR
)

is_signed() { [ -s "$(puppet config print hostcert)" ]; }
start_agent() { puppet resource service puppet ensure=running enable=true; }

# why_not: what keeps the first run from working, as far as this server can tell.
why_not() {
    if ! getent hosts "$puppet_server" >/dev/null; then
        echo "the name of the Puppet server, $puppet_server, does not resolve (puppet_server in user data, the VPC's DNS)"
    elif ! curl -sk --max-time 10 -o /dev/null "https://$puppet_server:8140/status/v1/simple"; then
        echo "$puppet_server does not answer on port 8140 (its security group, puppetserver itself)"
    elif ! is_signed; then
        echo "there is no certificate for $id: the Puppet server's log says why autosign did not sign; or ca_fingerprint is another CA's"
    else
        echo "the run fails; its lines above say why"
    fi
}

log "first run"
first_run() {
    # However long the packages took, it has a minute.
    limit=$(left)
    [ "$limit" -ge 60 ] || limit=60
    timeout -k 10 "$limit" puppet agent --test --waitforcert 15 --maxwaitforcert 2m
    case $? in 0 | 2) return 0 ;; *) return 1 ;; esac
}
if ! again first_run; then
    reason=$(why_not)
    # Once it is signed it can still become what it shall be: the agent goes on trying.
    if is_signed; then start_agent; fi
    give_up "$reason"
fi

log "starting the agent"
start_agent
log "done"
