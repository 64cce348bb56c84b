# shellcheck shell=sh
# What the functions fill is used by the scripts that read this file.
# shellcheck disable=SC2034
# Asking Kickoff's API, for enc, autosign and clean-terminated, which read this file. Needs curl 7.75 or newer.
# A Puppet server asks at every run of every node, so a question costs two programs, curl and mv; the rest is the shell itself.
#
# Configuration: /etc/kickoff/enc.conf (or the file KICKOFF_CONF names), shell assignments:
#   KICKOFF_API=https://….execute-api.eu-west-1.amazonaws.com   the stack's output ApiUrl
#   KICKOFF_REGION=eu-west-1
#   KICKOFF_CACHE=/var/cache/kickoff     where enc keeps the last good answers
#   KICKOFF_CACHE_HOURS=24               how old an answer may be that it falls back on
# Credentials: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN of the environment, else the instance's role by IMDSv2.

# Bytes, and ranges of characters that mean what they say.
LC_ALL=C
export LC_ALL
kickoff_lf='
'
kickoff_cr=$(printf '\r')

# Fills the settings; or kickoff_fault, and fails.
kickoff_configure() {
    kickoff_conf=${KICKOFF_CONF:-/etc/kickoff/enc.conf}
    if [ -r "$kickoff_conf" ]; then
        # shellcheck disable=SC1090
        . "$kickoff_conf"
    fi
    KICKOFF_CACHE=${KICKOFF_CACHE:-/var/cache/kickoff}
    KICKOFF_CACHE_HOURS=${KICKOFF_CACHE_HOURS:-24}
    KICKOFF_IMDS=${KICKOFF_IMDS:-http://169.254.169.254}
    case ${KICKOFF_API:-} in
        http://?* | https://?*) ;;
        *) kickoff_fault="KICKOFF_API is not set: put the stack's output ApiUrl into $kickoff_conf"; return 1 ;;
    esac
    case ${KICKOFF_REGION:-} in
        '' | *[!a-z0-9-]*) kickoff_fault="KICKOFF_REGION is not a region: put it into $kickoff_conf"; return 1 ;;
    esac
}

# A certname that Kickoff takes; nothing else reaches a path, a URL or a file name.
kickoff_is_certname() {
    case $1 in
        '' | [!a-z0-9]* | *[!a-z0-9._-]*) return 1 ;;
    esac
    [ ${#1} -le 255 ]
}

kickoff_is_instance() {
    case ${1%%.*} in
        i-????????*) ;;
        *) return 1 ;;
    esac
    kickoff_hex=${1%%.*}
    kickoff_hex=${kickoff_hex#i-}
    case $kickoff_hex in *[!0-9a-f]*) return 1 ;; esac
    [ ${#kickoff_hex} -eq 8 ] || [ ${#kickoff_hex} -eq 17 ]
}

# kickoff_member NAME JSON: prints the text of that member.
kickoff_member() {
    kickoff_rest=${2#*\""$1"\"}
    [ "$kickoff_rest" != "$2" ] || return 1
    kickoff_rest=${kickoff_rest#*\"}
    printf '%s' "${kickoff_rest%%\"*}"
}

# kickoff_metadata PATH: what IMDSv2 says there. The token goes by standard input: it is a secret too.
kickoff_metadata() {
    printf 'header = "X-aws-ec2-metadata-token: %s"\n' "$kickoff_session" | curl -sf --max-time 1 --config - "$KICKOFF_IMDS/latest/meta-data/iam/security-credentials/$1"
}

# kickoff_credentials SECONDS: fills kickoff_key, kickoff_secret, kickoff_token, and kickoff_left with what is left of the seconds (at least 3).
kickoff_credentials() {
    if [ -n "${AWS_ACCESS_KEY_ID:-}" ] && [ -n "${AWS_SECRET_ACCESS_KEY:-}" ]; then
        kickoff_key=$AWS_ACCESS_KEY_ID kickoff_secret=$AWS_SECRET_ACCESS_KEY kickoff_token=${AWS_SESSION_TOKEN:-}
        # A tenth for our own work.
        kickoff_left=$(($1 - 1)).9
        return 0
    fi
    kickoff_started=$(date +%s)
    kickoff_session=$(curl -sf --max-time 1 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' "$KICKOFF_IMDS/latest/api/token") || return 1
    kickoff_role=$(kickoff_metadata '') || return 1
    kickoff_answer=$(kickoff_metadata "$kickoff_role") || return 1
    kickoff_key=$(kickoff_member AccessKeyId "$kickoff_answer") && kickoff_secret=$(kickoff_member SecretAccessKey "$kickoff_answer") &&
        kickoff_token=$(kickoff_member Token "$kickoff_answer") || return 1
    # Whole seconds: the one that has begun is over.
    kickoff_left=$(($1 - 1 - $(date +%s) + kickoff_started))
    [ $kickoff_left -ge 1 ] || kickoff_left=1
}

# kickoff_ask PATH [JSON]: asks, signed. Fills kickoff_status (000 when there was no whole answer), kickoff_body (without the line ends at its
# end), kickoff_line (the body's first line), and kickoff_ours: yes when the answer is Kickoff's own, and not API Gateway's or a proxy's.
# Secrets and the question go to curl on standard input, never into its arguments, which every user can read.
kickoff_ask() {
    kickoff_status=000 kickoff_body='' kickoff_line='' kickoff_ours=no
    kickoff_answer=$({
        printf 'url = "%s%s"\naws-sigv4 = "aws:amz:%s:execute-api"\nuser = "%s:%s"\n' "${KICKOFF_API%/}" "$1" "$KICKOFF_REGION" "$kickoff_key" "$kickoff_secret"
        # An empty token must not be signed: curl would sign it and not send it.
        [ -z "$kickoff_token" ] || printf 'header = "X-Amz-Security-Token: %s"\n' "$kickoff_token"
        if [ $# -ge 2 ]; then printf 'header = "Content-Type: application/json"\ndata-binary = "%s"\n' "$2"; fi
    } | curl -s -i --suppress-connect-headers --config - --max-time "$kickoff_left" --max-filesize 1048576) || return 0
    kickoff_head=${kickoff_answer%%"$kickoff_cr$kickoff_lf$kickoff_cr$kickoff_lf"*}
    # An informational answer comes before the answer.
    while case $kickoff_head in HTTP/*' 1'[0-9][0-9]*) ;; *) false ;; esac; do
        kickoff_answer=${kickoff_answer#"$kickoff_head$kickoff_cr$kickoff_lf$kickoff_cr$kickoff_lf"}
        [ "$kickoff_answer" ] || return 0
        kickoff_head=${kickoff_answer%%"$kickoff_cr$kickoff_lf$kickoff_cr$kickoff_lf"*}
    done
    kickoff_body=${kickoff_answer#"$kickoff_head"}
    kickoff_body=${kickoff_body#"$kickoff_cr$kickoff_lf$kickoff_cr$kickoff_lf"}
    kickoff_line=${kickoff_body%%"$kickoff_lf"*}
    kickoff_status=${kickoff_head#* }
    kickoff_status=${kickoff_status%"${kickoff_status#???}"}
    case $kickoff_head in *"$kickoff_lf"[xX]-[kK][iI][cC][kK][oO][fF][fF]:*) kickoff_ours=yes ;; esac
}
