# A Puppet server that asks Kickoff: the scripts, their configuration, the folders they write into, and the timer that cleans certificates.
# What belongs into puppet.conf is not its business: puppet/install, or whatever manages that file, does it.
#
# @param api           the stack's output ApiUrl
# @param region        the stack's region
# @param user          who runs puppetserver
# @param group         its group, which may read the configuration
# @param root          a folder that stands for /, for trying things out
# @param manage_conf   whether enc.conf is kept as it is made here; when not, it is only made where there is none
# @param cache_hours   how old an answer may be that the classifier falls back on
# @param ca            whether this server signs: compilers neither sign nor clean
# @param clean         what cleans certificates; names are added, separated by commas
# @param deactivate    what takes nodes out of PuppetDB, `puppet node deactivate`; nothing does when it is not set
# @param timer         whether systemd runs here; else something of yours starts clean-terminated every ten minutes
# @param environment   more assignments for enc.conf: https_proxy, or keys where there is no instance's role. They are exported
class kickoff::server (
  Pattern[/\Ahttps?:\/\/[A-Za-z0-9.:\/_~-]+\z/] $api,
  Pattern[/\A[a-z0-9-]+\z/]                     $region,
  String[1]                                     $user        = $settings::user,
  String[1]                                     $group       = $settings::group,
  String                                        $root        = '',
  Boolean                                       $manage_conf = true,
  Integer[1, 9999]                              $cache_hours = 24,
  Boolean                                       $ca          = true,
  String[1]                                     $clean       = 'puppetserver ca clean --certname',
  Optional[String[1]]                           $deactivate  = undef,
  Boolean                                       $timer       = $ca,
  Hash[Pattern[/\A[A-Za-z_][A-Za-z0-9_]*\z/], Pattern[/\A[^'\n]*\z/]] $environment = {},
) {
  $ours = $facts['identity']['uid'] ? { 0 => 'root', default => $user }
  $ours_group = $facts['identity']['gid'] ? { 0 => 'root', default => $group }
  File {
    owner => $ours,
    group => $ours_group,
  }

  $scripts = "${root}/opt/kickoff/puppet"
  $conf = "${root}/etc/kickoff/enc.conf"
  $cache = "${root}/var/cache/kickoff"
  $state = "${root}/var/lib/kickoff"
  $units = "${root}/etc/systemd/system"

  file { ["${root}/opt/kickoff", $scripts, "${root}/etc/kickoff", $state]:
    ensure => directory,
    mode   => '0755',
  }

  file { "${scripts}/kickoff-api.sh":
    ensure => file,
    mode   => '0644',
    source => 'puppet:///modules/kickoff/kickoff-api.sh',
  }

  ['enc', 'autosign', 'clean-terminated', 'check'].each |$script| {
    file { "${scripts}/${script}":
      ensure => file,
      mode   => '0755',
      source => "puppet:///modules/kickoff/${script}",
    }
  }

  # It may hold keys.
  file { $conf:
    ensure    => file,
    mode      => '0640',
    group     => $group,
    replace   => $manage_conf,
    show_diff => false,
    content   => epp('kickoff/enc.conf.epp', {
        'api'         => $api,
        'region'      => $region,
        'cache'       => $cache,
        'cache_hours' => $cache_hours,
        'state'       => $state,
        'clean'       => $clean,
        'deactivate'  => $deactivate,
        'environment' => $environment,
    }),
  }

  # What a node was told last, which nobody else is to read or to change.
  file { $cache:
    ensure => directory,
    owner  => $user,
    group  => $group,
    mode   => '0700',
  }

  # Those of servers that have ended would stay for ever.
  file { "${root}/etc/tmpfiles.d/kickoff.conf":
    ensure  => file,
    mode    => '0644',
    content => "# Managed by Puppet, class kickoff::server.\ne ${cache} - - - ${$cache_hours + 1}h\n",
  }

  if $ca {
    file { "${units}/kickoff-clean-terminated.service":
      ensure  => file,
      mode    => '0644',
      content => epp('kickoff/kickoff-clean-terminated.service.epp', { 'scripts' => $scripts }),
    }

    file { "${units}/kickoff-clean-terminated.timer":
      ensure => file,
      mode   => '0644',
      source => 'puppet:///modules/kickoff/kickoff-clean-terminated.timer',
    }

    if $timer {
      service { 'kickoff-clean-terminated.timer':
        ensure    => running,
        enable    => true,
        provider  => systemd,
        subscribe => File["${units}/kickoff-clean-terminated.timer"],
      }
    }
  }
}
