# Reads lines of a YAML document and the tags it should hold as JSON, both base64 with a tab between, and tells what differs.
require 'base64'
require 'json'
require 'yaml'

values = 0
wrong = []
$stdin.each_line do |line|
  yaml, json = line.chomp.split("\t").map { |part| Base64.decode64(part).force_encoding('UTF-8') }
  expected = JSON.parse(json)
  values += expected.size
  begin
    read = YAML.safe_load(yaml)
    tags = read['parameters']['ec2_tags']
    unless tags == expected && read['classes'] == { 'k' => {} }
      key = (expected.keys | tags.keys).find { |one| expected[one] != tags[one] }
      wrong << "#{key.inspect}: meant #{expected[key].inspect}, read #{tags[key].inspect}"
    end
  rescue StandardError, SyntaxError => e
    wrong << "#{e.class}: #{e.message}"
  end
end
puts "#{values} values, #{wrong.size} documents differ"
puts wrong.first(5)
