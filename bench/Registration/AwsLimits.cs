using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Faults;

namespace Kickoff.Bench.Registration;

/// <summary>AWS's request limits, as token buckets before the emulator, which has none.</summary>
internal static class AwsLimits
{
    /// <summary>
    /// https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-throttling.html: register and deregister.
    /// </summary>
    private const int ElbBucket = 20, ElbPerSecond = 4;

    /// <summary>https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html: filtered DescribeInstances.</summary>
    private const int Ec2Bucket = 100, Ec2PerSecond = 20;

    public static void Apply(EmulatorProxy proxy)
    {
        Limit("RegisterInstancesWithLoadBalancer", ElbBucket, ElbPerSecond);
        Limit("DescribeInstances", Ec2Bucket, Ec2PerSecond);

        void Limit(string action, int size, int perSecond)
        {
            var bucket = new Bucket(size, perSecond, TimeProvider.System);
            // The stage's own calls are not part of what is measured.
            proxy.Faults.Add(
                new(
                    call => call.Action == action && !call.Caller.StartsWith("stage", StringComparison.Ordinal) && !bucket.Take(),
                    CommonFaults.Throttle));
        }
    }

    private sealed class Bucket(int size, int perSecond, TimeProvider clock)
    {
        private double _spent;
        private long _at = clock.GetTimestamp();

        /// <summary>Called under the rules' lock.</summary>
        public bool Take()
        {
            var now = clock.GetTimestamp();
            _spent = Math.Max(0, _spent - (clock.GetElapsedTime(_at, now).TotalSeconds * perSecond));
            _at = now;
            if (_spent > size - 1)
            {
                return false;
            }

            _spent++;
            return true;
        }
    }
}
