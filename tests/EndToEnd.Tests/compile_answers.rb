# Reads lines of an external node classifier's answer and the classes of its site, both base64 with a tab between, and says of each, in
# a line, whether a catalogue can be made of them: "compiles" and what the classes and variables were told, or "refused" and why. In one
# process, by Puppet's own terminus and compiler. ARGV: a folder with an environmentpath "environments" in it.
require 'base64'
require 'puppet'

FOLDER = ARGV[0]
NODE = 'i-0123456789abcdef0'.freeze
# What Kickoff says of the server itself.
OURS = %w[ec2 ec2_tags environment].freeze

Puppet.initialize_settings(
  ["--confdir=#{FOLDER}/conf", "--vardir=#{FOLDER}/var", "--environmentpath=#{FOLDER}/environments", "--certname=#{NODE}",
   '--node_terminus=exec', '--external_nodes=/bin/true', '--strict=warning', '--log_level=crit']
)
Puppet::Node.indirection.terminus_class = :exec
Puppet::Resource::Catalog.indirection.terminus_class = :compiler

# The classifier is not started: it has answered already.
class Puppet::Node::Exec
  class << self
    attr_accessor :answer
  end

  def execute(_command, _options)
    self.class.answer
  end
end

def told(node, catalogue)
  classes = catalogue.resources.select { |one| one.type == 'Class' && !%w[main settings].include?(one.title.to_s.downcase) }
  said = classes.map { |one| [one.title.to_s, one.to_hash.reject { |name, _| name == :name }.map { |name, value| [name.to_s, value] }.sort_by(&:first)] }
  variables = node.parameters.map { |name, value| [name.to_s, value] }.reject { |name, _| OURS.include?(name) }
  [said.sort_by(&:first), variables.sort_by(&:first), node.environment.name.to_s].inspect
end

def compile(answer, manifest)
  Puppet::Node::Exec.answer = answer
  Puppet[:code] = manifest
  environments = Puppet::Environments::Directories.new("#{FOLDER}/environments", [])
  Puppet.override(environments: environments, current_environment: environments.get!('production')) do
    facts = Puppet::Node::Facts.new(NODE, {})
    node = Puppet::Node.indirection.find(NODE, facts: facts, environment: environments.get!('production'))
    return 'refused: no node' if node.nil?

    node.trusted_data = {}
    node.sanitize
    loaders = Puppet::Pops::Loaders.new(node.environment)
    Puppet.override(current_environment: node.environment, loaders: loaders) do
      catalogue = Puppet::Resource::Catalog.indirection.find(NODE, use_node: node)
      # As it goes to an agent.
      catalogue.to_json
      "compiles: #{told(node, catalogue)}"
    end
  end
rescue StandardError, SyntaxError => e
  "refused: #{e.class}: #{e.message}"
end

Puppet::Util::Log.level = :crit
$stdin.each_line do |line|
  answer, manifest = line.chomp.split("\t", -1).map { |part| Base64.decode64(part).force_encoding('UTF-8') }
  puts compile(answer, manifest).gsub(/\s*\n\s*/, ' ')
  $stdout.flush
end
