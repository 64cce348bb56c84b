# shellcheck shell=sh
# What the functions fill is used by the scripts that read this file.
# shellcheck disable=SC2034
# Asking Kickoff's API, for enc, autosign and clean-terminated, which read this file. Needs curl 7.86 or newer: an older one leaves headers
# out of the signature that AWS wants in it. 7.88 is the oldest that was tried.
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

# Fills the settings; or kickoff_fault, and fails.
kickoff_configure() {
    kickoff_conf=${KICKOFF_CONF:-/etc/kickoff/enc.conf}
    if [ -r "$kickoff_conf" ]; then
        # shellcheck disable=SC1090
        . "$kickoff_conf"
    elif [ -e "$kickoff_conf" ] || [ ! -x "${kickoff_conf%/*}" ] && [ -d "${kickoff_conf%/*}" ]; then
        kickoff_fault="$kickoff_conf cannot be read by $(id -un): chgrp it and its folder to the group $(id -gn), modes 0640 and 0750"
        return 1
    fi
    KICKOFF_CACHE=${KICKOFF_CACHE:-/var/cache/kickoff}
    KICKOFF_CACHE_HOURS=${KICKOFF_CACHE_HOURS:-24}
    KICKOFF_IMDS=${KICKOFF_IMDS:-http://169.254.169.254}
    case ${KICKOFF_API:-} in
        '') kickoff_fault="KICKOFF_API is not set: put the stack's output ApiUrl into $kickoff_conf"; return 1 ;;
        *[!A-Za-z0-9.:/_~-]*)
            kickoff_fault="KICKOFF_API in $kickoff_conf has a character that is in no ApiUrl (a space, a quote, a carriage return?)"
            return 1 ;;
        http://?* | https://?*) ;;
        *) kickoff_fault="KICKOFF_API in $kickoff_conf does not begin with https://"; return 1 ;;
    esac
    case ${KICKOFF_REGION:-} in
        '' | *[!a-z0-9-]*) kickoff_fault="KICKOFF_REGION is not a region: put it into $kickoff_conf"; return 1 ;;
    esac
    case $KICKOFF_CACHE_HOURS in
        *[!0-9]* | ?????* | 0?*) kickoff_fault="KICKOFF_CACHE_HOURS in $kickoff_conf is not a number of hours"; return 1 ;;
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

# kickoff_skip: takes white space from the front of kickoff_rest.
kickoff_skip() { kickoff_rest=${kickoff_rest#"${kickoff_rest%%[![:space:]]*}"}; }

# kickoff_string: takes a JSON string without escapes but \/ from the front of kickoff_rest into kickoff_text.
kickoff_string() {
    case $kickoff_rest in \"*\"*) ;; *) return 1 ;; esac
    kickoff_rest=${kickoff_rest#\"}
    kickoff_text=${kickoff_rest%%\"*}
    kickoff_rest=${kickoff_rest#*\"}
    while :; do
        case $kickoff_text in
            *\\/*) kickoff_text=${kickoff_text%%\\/*}/${kickoff_text#*\\/} ;;
            *\\*) return 1 ;;
            *) break ;;
        esac
    done
    kickoff_skip
}

# kickoff_keys JSON: fills kickoff_key, kickoff_secret and kickoff_token from IMDS's object of strings; fails on anything else.
kickoff_keys() {
    kickoff_rest=$1 kickoff_key='' kickoff_secret='' kickoff_token=''
    kickoff_skip
    case $kickoff_rest in \{*) ;; *) return 1 ;; esac
    while :; do
        # Past the brace or the comma.
        kickoff_rest=${kickoff_rest#?}
        kickoff_skip
        kickoff_string || return 1
        kickoff_name=$kickoff_text
        case $kickoff_rest in :*) ;; *) return 1 ;; esac
        kickoff_rest=${kickoff_rest#:}
        kickoff_skip
        kickoff_string || return 1
        case $kickoff_name in
            AccessKeyId) kickoff_key=$kickoff_text ;;
            SecretAccessKey) kickoff_secret=$kickoff_text ;;
            Token) kickoff_token=$kickoff_text ;;
        esac
        case $kickoff_rest in
            ,*) ;;
            \}) break ;;
            *) return 1 ;;
        esac
    done
    [ -n "$kickoff_key" ] && [ -n "$kickoff_secret" ] && [ -n "$kickoff_token" ]
}

# Whether the keys have only characters that keys have: they are written into curl's configuration, between quotes.
kickoff_are_keys() {
    case $kickoff_key$kickoff_secret$kickoff_token in *[!A-Za-z0-9/+=._-]*) return 1 ;; esac
}

# kickoff_metadata OPTION...: what IMDS says. It is on this machine's own network, where no proxy is, and answers at once or not at all.
kickoff_metadata() { curl -q -sf --noproxy '*' --max-time 1 "$@"; }

# kickoff_metadata_role PATH: what IMDSv2 says there. The token goes by standard input: it is a secret too.
kickoff_metadata_role() {
    printf 'header = "X-aws-ec2-metadata-token: %s"\n' "$kickoff_session" |
        kickoff_metadata --config - "$KICKOFF_IMDS/latest/meta-data/iam/security-credentials/$1"
}

# kickoff_credentials SECONDS: fills kickoff_key, kickoff_secret, kickoff_token, and kickoff_left with what is left of the seconds; or
# kickoff_fault, and fails.
kickoff_credentials() {
    if [ -n "${AWS_ACCESS_KEY_ID:-}" ] && [ -n "${AWS_SECRET_ACCESS_KEY:-}" ]; then
        kickoff_key=$AWS_ACCESS_KEY_ID kickoff_secret=$AWS_SECRET_ACCESS_KEY kickoff_token=${AWS_SESSION_TOKEN:-}
        # A tenth for our own work.
        kickoff_left=$(($1 - 1)).9
        kickoff_are_keys && return 0
        kickoff_fault="no AWS credentials: those of the environment have a character that no key has (a space, a quote, a carriage return?)"
        return 1
    fi
    kickoff_started=$(date +%s)
    kickoff_fault="no AWS credentials: none in the environment, and the metadata service gives no token (in a container: hop limit 2)"
    kickoff_session=$(kickoff_metadata -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' "$KICKOFF_IMDS/latest/api/token") || return 1
    case $kickoff_session in '' | *[!A-Za-z0-9/+=._-]*) return 1 ;; esac
    kickoff_fault="no AWS credentials: none in the environment, and this instance has no role"
    kickoff_role=$(kickoff_metadata_role '') || return 1
    case $kickoff_role in '' | *[!A-Za-z0-9+=,.@_-]*) return 1 ;; esac
    kickoff_fault="no AWS credentials: the metadata service gives none for the role $kickoff_role (may EC2 assume it?)"
    kickoff_answer=$(kickoff_metadata_role "$kickoff_role") || return 1
    kickoff_keys "$kickoff_answer" && kickoff_are_keys || return 1
    # Whole seconds: the one that has begun is over.
    kickoff_left=$(($1 - 1 - $(date +%s) + kickoff_started))
    [ $kickoff_left -ge 1 ] || kickoff_left=1
}

# kickoff_read ANSWER: what curl wrote, the body and after it, on a line of its own, what kickoff_trailer asks for. curl has read the HTTP:
# informational answers, a proxy's, header names in any case. Fills what kickoff_ask fills, and kickoff_error with curl's own words.
kickoff_trailer='\n%{http_code}|%header{x-kickoff}|%header{content-length}%header{transfer-encoding}'
kickoff_trailer=$kickoff_trailer'|%{http_version}|%header{date}|%{errormsg}'
kickoff_read() {
    kickoff_rest=${1##*"$kickoff_lf"}
    kickoff_body=${1%"$kickoff_lf"*}
    kickoff_status=${kickoff_rest%%|*} kickoff_rest=${kickoff_rest#*|}
    # A curl older than 7.84 does not know %header, and writes it as it stands.
    case $kickoff_rest in [!\|%]*) kickoff_ours=yes ;; *) kickoff_ours=no ;; esac
    kickoff_rest=${kickoff_rest#*|}
    # HTTP/2 and later end an answer themselves; an HTTP/1 answer that does not say where it ends may have been cut.
    case $kickoff_rest in '|1.'*) kickoff_ours=no ;; esac
    kickoff_rest=${kickoff_rest#*|}
    kickoff_rest=${kickoff_rest#*|}
    kickoff_date=${kickoff_rest%%|*} kickoff_error=${kickoff_rest#*|}
    while case $kickoff_body in *"$kickoff_lf") ;; *) false ;; esac; do kickoff_body=${kickoff_body%"$kickoff_lf"}; done
    kickoff_line=${kickoff_body%%"$kickoff_lf"*}
}

# kickoff_ask PATH [JSON]: asks, signed. Fills kickoff_status (000 when there was no whole answer), kickoff_body (without the line ends at
# its end), kickoff_line (the body's first line), and kickoff_ours: yes when the answer is Kickoff's own, not API Gateway's or a proxy's.
# Secrets and the question go to curl on standard input, never into its arguments, which every user can read. A here-document needs no
# process of its own, as a pipe would; dash, and bash since 5.1, hold it in memory.
kickoff_ask() {
    kickoff_exit=0
    kickoff_question="url = \"${KICKOFF_API%/}$1\"
aws-sigv4 = \"aws:amz:$KICKOFF_REGION:execute-api\"
user = \"$kickoff_key:$kickoff_secret\""
    # An empty token must not be signed: curl would sign it and not send it.
    [ -z "$kickoff_token" ] || kickoff_question="$kickoff_question
header = \"X-Amz-Security-Token: $kickoff_token\""
    [ $# -lt 2 ] || kickoff_question="$kickoff_question
header = \"Content-Type: application/json\"
data-binary = \"$2\""
    kickoff_answer=$(curl -q -s --config - --max-time "$kickoff_left" --max-filesize 6291456 -w "$kickoff_trailer" <<QUESTION
$kickoff_question
QUESTION
    ) || kickoff_exit=$?
    kickoff_read "$kickoff_answer"
    [ $kickoff_exit = 0 ] || kickoff_status=000 kickoff_body='' kickoff_line='' kickoff_ours=no
}

# What to do when kickoff_ours is no: prints it, in one line.
kickoff_why() {
    printf "no answer of Kickoff's own (status %s: " "$kickoff_status"
    kickoff_host=${KICKOFF_API#*://}
    kickoff_host=${kickoff_host%%/*}
    case $kickoff_exit,$kickoff_status in
        0,200) printf 'something else answers at KICKOFF_API, or cuts its answers' ;;
        0,3*) printf "KICKOFF_API leads elsewhere; it is the stack's output ApiUrl" ;;
        0,403)
            printf "API Gateway refuses the signature or the role: is the stack's policy PuppetServerPolicyArn on the role, "
            printf "the clock right, KICKOFF_REGION the stack's, curl 7.86 or newer (%s)?" "$(kickoff_curl)" ;;
        0,404) printf "KICKOFF_API is not the stack's output ApiUrl" ;;
        0,429) printf 'API Gateway throttles' ;;
        0,*) printf 'API Gateway or something before it failed' ;;
        5,*) printf 'the name of the proxy does not resolve' ;;
        6,*) printf 'the name %s does not resolve' "$kickoff_host" ;;
        7,*) printf '%s does not take a connection' "$kickoff_host" ;;
        28,*) printf '%s did not answer within %s s' "$kickoff_host" "$kickoff_left" ;;
        35,* | 5[389],* | 60,* | 64,* | 66,* | 77,* | 8[023],* | 9[01],*) printf 'TLS with %s fails: %s' "$kickoff_host" "$kickoff_error" ;;
        2,*) printf 'curl does not know how to ask; it must be 7.86 or newer: %s' "$(kickoff_curl)" ;;
        12[67],*) printf 'there is no curl on PATH (%s)' "$PATH" ;;
        *) printf 'curl ended with %s%s' "$kickoff_exit" "${kickoff_error:+, $kickoff_error}" ;;
    esac
    printf ')'
}

# The version of curl, in words.
kickoff_curl() {
    kickoff_version=$(curl -q --version 2>/dev/null) || { echo "no curl"; return; }
    kickoff_version=${kickoff_version%%"$kickoff_lf"*}
    kickoff_version=${kickoff_version#* }
    echo "curl ${kickoff_version%% *}"
}
