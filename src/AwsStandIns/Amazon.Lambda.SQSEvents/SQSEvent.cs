namespace Amazon.Lambda.SQSEvents;

/// <summary>https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html</summary>
public class SQSEvent
{
    public List<SQSMessage> Records { get; set; }

    public class SQSMessage
    {
        public string MessageId { get; set; }

        public string Body { get; set; }

        public Dictionary<string, string> Attributes { get; set; }
    }
}
