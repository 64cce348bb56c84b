using System.Collections.Immutable;
using Amazon.ElasticLoadBalancing.Model;
using Amazon.Runtime;
using Kickoff.Aws.Calls;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;

namespace Kickoff.Aws.LoadBalancing;

internal sealed class ClassicLoadBalancers(IClassicLoadBalancerCalls elb)
{
    private const string Service = "Elastic Load Balancing";

    /// <summary>
    /// How a member is described that was deregistered and finishes its connections; its state stays InService
    /// (docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html).
    /// </summary>
    private const string Draining = "Instance deregistration currently in progress.";

    public Task<RegistrationAnswer> RegisterAsync(
        ClassicLoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) =>
        AnswerAsync(
            () => elb.RegisterInstancesWithLoadBalancerAsync(
                new RegisterInstancesWithLoadBalancerRequest { LoadBalancerName = loadBalancer.Name, Instances = Instances(instances) },
                cancel),
            cancel);

    public Task<RegistrationAnswer> DeregisterAsync(
        ClassicLoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) =>
        AnswerAsync(
            () => elb.DeregisterInstancesFromLoadBalancerAsync(
                new DeregisterInstancesFromLoadBalancerRequest { LoadBalancerName = loadBalancer.Name, Instances = Instances(instances) },
                cancel),
            cancel);

    public async Task<MembersAnswer> MembersAsync(ClassicLoadBalancer loadBalancer, CancellationToken cancel)
    {
        try
        {
            var request = new DescribeInstanceHealthRequest { LoadBalancerName = loadBalancer.Name };
            var response = await AwsCall.OrUnavailableAsync(Service, () => elb.DescribeInstanceHealthAsync(request, cancel), cancel);
            var members = ImmutableDictionary.CreateBuilder<InstanceId, MemberHealth>();
            var reasons = ImmutableDictionary.CreateBuilder<InstanceId, string>();
            foreach (var state in response.InstanceStates ?? [])
            {
                var id = InstanceId.Parse(state.InstanceId);
                members[id] = state.Description == Draining ? MemberHealth.Draining
                    : state.State == "InService" ? MemberHealth.InService
                    : MemberHealth.OutOfService;
                if (members[id] == MemberHealth.OutOfService && !string.IsNullOrEmpty(state.Description))
                {
                    reasons[id] = state.Description;
                }
            }

            return new MembersAnswer.Listed(members.ToImmutable()) { Reasons = reasons.ToImmutable() };
        }
        catch (AccessPointNotFoundException)
        {
            return new MembersAnswer.NoSuchLoadBalancer();
        }
        catch (AmazonServiceException refused)
        {
            return new MembersAnswer.Refused(AwsCall.CodeOf(refused), refused.Message);
        }
    }

    private static List<Instance> Instances(IReadOnlyCollection<InstanceId> ids) =>
        [.. ids.Select(id => new Instance { InstanceId = id.Value })];

    private static async Task<RegistrationAnswer> AnswerAsync<T>(Func<Task<T>> call, CancellationToken cancel)
    {
        try
        {
            await AwsCall.OrUnavailableAsync(Service, call, cancel);
            return new RegistrationAnswer.Accepted();
        }
        catch (AccessPointNotFoundException)
        {
            return new RegistrationAnswer.NoSuchLoadBalancer();
        }
        catch (InvalidEndPointException invalid)
        {
            return new RegistrationAnswer.InvalidInstance(invalid.Message);
        }
        catch (AmazonServiceException refused)
        {
            return new RegistrationAnswer.Refused(AwsCall.CodeOf(refused), refused.Message);
        }
    }
}
