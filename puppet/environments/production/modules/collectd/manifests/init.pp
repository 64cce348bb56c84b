# Measurements of the server.
#
# @param varnish     also of Varnish
# @param interval    seconds between two
class collectd (
  Boolean $varnish  = false,
  Integer $interval = 10,
) {
  package { 'collectd':
    ensure => installed,
  }

  file { '/etc/collectd/collectd.conf':
    ensure  => file,
    mode    => '0644',
    content => epp('collectd/collectd.conf.epp', { 'varnish' => $varnish, 'interval' => $interval }),
    require => Package['collectd'],
    notify  => Service['collectd'],
  }

  service { 'collectd':
    ensure => running,
    enable => true,
  }
}
