# What servers that come and go leave on the Puppet server: the run reports of an ended one are of use for some days, and then for nobody.
# puppetserver itself keeps them for ever.
#
# @param reportdir   where puppetserver's own report processor `store` writes, a folder for each node
# @param keep        how long, as tmpfiles.d(5) has it
# @param root        a folder that stands for /, for trying things out
class kickoff::reports (
  Pattern[/\A\/[^ \n]+\z/]                      $reportdir,
  Pattern[/\A\d+(d|w|h)\z/]                     $keep = '14d',
  String                                        $root = '',
) {
  # Only of nodes with the names that Kickoff gives: nobody else's.
  file { "${root}/etc/tmpfiles.d/kickoff-reports.conf":
    ensure  => file,
    mode    => '0644',
    content => "# Managed by Puppet, class kickoff::reports.\ne ${reportdir}/i-* - - - ${keep}\n",
  }
}
