// An item's attributes by their names, as DynamoDB's own requests have them.
global using Attributes = System.Collections.Generic.IReadOnlyDictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;
