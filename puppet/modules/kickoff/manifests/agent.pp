# The agent of a server that Kickoff launched, once user data has bootstrapped it: its configuration, and that it runs.
#
# @param server       the Puppet server
# @param runinterval  between two runs
# @param splay        whether each begins at a time of its own: a fleet is launched within seconds, and would ask within seconds for ever
# @param confdir      where puppet.conf is: Debian's own packages and OpenVox differ
class kickoff::agent (
  String  $server      = $servername,
  String  $runinterval = '30m',
  Boolean $splay       = true,
  String  $confdir     = $facts['aio_agent_version'] ? { undef => '/etc/puppet', default => '/etc/puppetlabs/puppet' },
) {
  file { "${confdir}/puppet.conf":
    ensure  => file,
    mode    => '0644',
    content => epp('kickoff/puppet.conf.epp', {
        'certname'    => $trusted['certname'],
        'server'      => $server,
        'runinterval' => $runinterval,
        'splay'       => $splay,
        'environment' => $environment,
    }),
  }

  service { 'puppet':
    ensure => running,
    enable => true,
  }
}
