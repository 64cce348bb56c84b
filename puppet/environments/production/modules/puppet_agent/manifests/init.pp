# Puppet manages its own configuration once user data has bootstrapped it.
#
# @param server       the Puppet server
# @param runinterval  between two runs
# @param confdir      where puppet.conf is: Debian's own packages and OpenVox differ
class puppet_agent (
  String $server      = $servername,
  String $runinterval = '30m',
  String $confdir     = $settings::confdir,
) {
  file { "${confdir}/puppet.conf":
    ensure  => file,
    mode    => '0644',
    content => epp('puppet_agent/puppet.conf.epp', {
      'certname'    => $trusted['certname'],
      'server'      => $server,
      'runinterval' => $runinterval,
      'environment' => $environment,
    }),
  }
}
