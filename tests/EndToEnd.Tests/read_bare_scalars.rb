# Reads lines of a bare scalar and the document Kickoff made of it, both base64 with a tab between: the scalar must mean to Ruby what the
# document says. What Ruby refuses to load (dates, symbols) Kickoff keeps as text.
require 'base64'
require 'yaml'

compared = 0
wrong = []
same = lambda do |one, other|
  one.class == other.class && (one == other || (one.is_a?(Float) && one.nan? && other.nan?))
end
$stdin.each_line do |line|
  scalar, document = line.chomp.split("\t").map { |part| Base64.decode64(part).force_encoding('UTF-8') }
  begin
    meant = YAML.safe_load("a: #{scalar}\n")['a']
  rescue Psych::DisallowedClass
    meant = scalar
  end
  read = YAML.safe_load(document)['parameters']['a']
  compared += 1
  wrong << "#{scalar}: Ruby means #{meant.inspect}, Kickoff says #{read.inspect}" unless same.call(meant, read)
end
puts "#{compared} scalars, #{wrong.size} differ"
puts wrong.first(10)
