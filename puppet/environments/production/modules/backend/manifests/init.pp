# The game's backend: a Java runtime, Leiningen, the application from its git repository as a user without privileges, and a unit that
# keeps it running.
#
# @param repository      where the application is cloned from, with the deploy key
# @param revision        branch or tag
# @param deploy_key      private key that may read the repository, put on the Puppet server, never into a tag or user data
# @param java_package    the runtime
# @param port            where the load balancer's health check asks
class backend (
  String           $repository   = 'git@git.example.com:games/backend.git',
  String           $revision     = 'main',
  Optional[String] $deploy_key   = undef,
  String           $java_package = 'openjdk-17-jre-headless',
  Integer          $port         = 8080,
) {
  $home = '/srv/backend'

  package { [$java_package, 'git', 'leiningen']:
    ensure => installed,
  }

  group { 'backend':
    ensure => present,
    system => true,
  }

  user { 'backend':
    ensure     => present,
    system     => true,
    gid        => 'backend',
    home       => $home,
    managehome => true,
    shell      => '/usr/sbin/nologin',
    require    => Group['backend'],
  }

  file { "${home}/.ssh":
    ensure  => directory,
    owner   => 'backend',
    group   => 'backend',
    mode    => '0700',
    require => User['backend'],
  }

  if $deploy_key {
    file { "${home}/.ssh/id_ed25519":
      ensure    => file,
      owner     => 'backend',
      group     => 'backend',
      mode      => '0600',
      content   => Sensitive($deploy_key),
      show_diff => false,
      before    => Exec['backend-clone'],
    }
  }

  exec { 'backend-clone':
    command     => "git clone --branch ${revision} ${repository} ${home}/app",
    creates     => "${home}/app/.git",
    user        => 'backend',
    environment => ["HOME=${home}", 'GIT_SSH_COMMAND=ssh -o StrictHostKeyChecking=accept-new'],
    path        => ['/usr/bin', '/bin'],
    require     => [Package['git'], File["${home}/.ssh"]],
    notify      => Service['backend'],
  }

  file { '/etc/systemd/system/backend.service':
    ensure  => file,
    mode    => '0644',
    content => epp('backend/backend.service.epp', { 'home' => $home, 'port' => $port }),
    notify  => [Exec['backend-units'], Service['backend']],
  }

  exec { 'backend-units':
    command     => 'systemctl daemon-reload',
    path        => ['/usr/bin', '/bin'],
    refreshonly => true,
    before      => Service['backend'],
  }

  service { 'backend':
    ensure  => running,
    enable  => true,
    require => [Package[$java_package, 'leiningen'], User['backend']],
  }
}
