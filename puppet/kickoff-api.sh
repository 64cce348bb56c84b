# shellcheck shell=sh
# Asking Kickoff's API, for enc, autosign and clean-terminated, which read this file. Needs curl 7.75 or newer.
#
# Configuration: /etc/kickoff/enc.conf (or the file KICKOFF_CONF names), shell assignments:
#   KICKOFF_API=https://….execute-api.eu-west-1.amazonaws.com   the stack's output ApiUrl
#   KICKOFF_REGION=eu-west-1
#   KICKOFF_CACHE=/var/cache/kickoff     where enc keeps the last good answers
#   KICKOFF_CACHE_HOURS=24               how old an answer may be that it falls back on
# Credentials: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN of the environment, else the instance's role by IMDSv2.

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
        *) echo "KICKOFF_API is not set: put the stack's output ApiUrl into $kickoff_conf"; return 1 ;;
    esac
    case ${KICKOFF_REGION:-} in
        '' | *[!a-z0-9-]*) echo "KICKOFF_REGION is not a region: put it into $kickoff_conf"; return 1 ;;
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

# Seconds left of $1 since $2 (both of date +%s), at least 1.
kickoff_left() {
    kickoff_rest=$(($1 - $(date +%s) + $2))
    [ "$kickoff_rest" -ge 1 ] || kickoff_rest=1
    echo "$kickoff_rest"
}

kickoff_json() { sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p'; }

# kickoff_credentials SECONDS STARTED: fills kickoff_key, kickoff_secret, kickoff_token.
kickoff_credentials() {
    if [ -n "${AWS_ACCESS_KEY_ID:-}" ] && [ -n "${AWS_SECRET_ACCESS_KEY:-}" ]; then
        kickoff_key=$AWS_ACCESS_KEY_ID kickoff_secret=$AWS_SECRET_ACCESS_KEY kickoff_token=${AWS_SESSION_TOKEN:-}
        return 0
    fi
    kickoff_session=$(curl -sf --max-time "$(kickoff_left "$1" "$2")" -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' "$KICKOFF_IMDS/latest/api/token") || return 1
    kickoff_path=$KICKOFF_IMDS/latest/meta-data/iam/security-credentials/
    # The token goes by standard input: it is a secret too.
    kickoff_role=$(printf 'header = "X-aws-ec2-metadata-token: %s"\n' "$kickoff_session" | curl -sf --max-time "$(kickoff_left "$1" "$2")" --config - "$kickoff_path") || return 1
    kickoff_answer=$(printf 'header = "X-aws-ec2-metadata-token: %s"\n' "$kickoff_session" | curl -sf --max-time "$(kickoff_left "$1" "$2")" --config - "$kickoff_path$kickoff_role") || return 1
    kickoff_key=$(printf '%s\n' "$kickoff_answer" | kickoff_json AccessKeyId)
    kickoff_secret=$(printf '%s\n' "$kickoff_answer" | kickoff_json SecretAccessKey)
    kickoff_token=$(printf '%s\n' "$kickoff_answer" | kickoff_json Token)
    [ -n "$kickoff_key" ] && [ -n "$kickoff_secret" ]
}

# kickoff_ask SECONDS PATH BODYFILE HEADERFILE [POSTFILE]: asks, signed; prints the status, 000 when there was no whole answer.
# Secrets go to curl on standard input, never into its arguments, which every user can read.
kickoff_ask() {
    {
        printf 'url = "%s%s"\n' "${KICKOFF_API%/}" "$2"
        printf 'aws-sigv4 = "aws:amz:%s:execute-api"\n' "$KICKOFF_REGION"
        printf 'user = "%s:%s"\n' "$kickoff_key" "$kickoff_secret"
        # An empty token must not be signed: curl would sign it and not send it.
        [ -z "$kickoff_token" ] || printf 'header = "X-Amz-Security-Token: %s"\n' "$kickoff_token"
    } | if [ $# -ge 5 ]; then
        curl -s --config - --max-time "$1" --max-filesize 1048576 -o "$3" -D "$4" -w '%{http_code}' -H 'Content-Type: application/json' --data-binary "@$5" || echo 000
    else
        curl -s --config - --max-time "$1" --max-filesize 1048576 -o "$3" -D "$4" -w '%{http_code}' || echo 000
    fi | sed 's/.*000$/000/'
}

# Whether the answer is Kickoff's own, and not API Gateway's or a proxy's.
kickoff_is_ours() { grep -qi '^x-kickoff:' "$1" 2>/dev/null; }
