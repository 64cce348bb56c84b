using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>One queue record that says that something happened to an instance; what happened, EC2 is asked.</summary>
public sealed record InstanceEvent(string RecordId, InstanceId Instance, Instant At);
