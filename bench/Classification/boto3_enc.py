"""An external node classifier as one writes it today: boto3, one DescribeInstances, node_groups.yml, YAML out."""
import sys

import boto3
import yaml

groups = yaml.safe_load(open(sys.argv[2]))
found = boto3.client("ec2").describe_instances(Filters=[{"Name": "instance-id", "Values": [sys.argv[1]]}])
instance = found["Reservations"][0]["Instances"][0]
merged = {"classes": {}, "parameters": {}}
for group in sorted(one["GroupName"] for one in instance["SecurityGroups"]):
    fragment = groups.get(group) or {}
    classes = fragment.get("classes") or {}
    merged["classes"].update(classes if isinstance(classes, dict) else dict.fromkeys(classes, {}))
    merged["parameters"].update(fragment.get("parameters") or {})
    merged["environment"] = fragment.get("environment", merged.get("environment", "production"))
for tag in instance.get("Tags", []):
    merged["parameters"]["ec2_tag_" + tag["Key"]] = tag["Value"]
print(yaml.safe_dump(merged))
