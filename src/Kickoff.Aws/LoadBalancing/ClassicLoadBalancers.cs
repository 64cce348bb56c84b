using System.Collections.Immutable;
using Amazon.ElasticLoadBalancing.Model;
using Kickoff.Aws.Calls;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;

namespace Kickoff.Aws.LoadBalancing;

internal sealed class ClassicLoadBalancers(IClassicLoadBalancerCalls elb)
{
    private const string Service = "Elastic Load Balancing";

    public Task<RegistrationAnswer> RegisterAsync(ClassicLoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) =>
        AnswerAsync(
            () => elb.RegisterInstancesWithLoadBalancerAsync(
                new RegisterInstancesWithLoadBalancerRequest { LoadBalancerName = loadBalancer.Name, Instances = Instances(instances) }, cancel),
            cancel);

    public Task<RegistrationAnswer> DeregisterAsync(ClassicLoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) =>
        AnswerAsync(
            () => elb.DeregisterInstancesFromLoadBalancerAsync(
                new DeregisterInstancesFromLoadBalancerRequest { LoadBalancerName = loadBalancer.Name, Instances = Instances(instances) }, cancel),
            cancel);

    public async Task<ImmutableDictionary<InstanceId, MemberHealth>?> MembersAsync(ClassicLoadBalancer loadBalancer, CancellationToken cancel)
    {
        try
        {
            var request = new DescribeInstanceHealthRequest { LoadBalancerName = loadBalancer.Name };
            var response = await AwsCall.OrUnavailableAsync(Service, () => elb.DescribeInstanceHealthAsync(request, cancel), cancel);
            var members = ImmutableDictionary.CreateBuilder<InstanceId, MemberHealth>();
            foreach (var state in response.InstanceStates ?? [])
            {
                members[InstanceId.Parse(state.InstanceId)] = state.State == "InService" ? MemberHealth.InService : MemberHealth.OutOfService;
            }

            return members.ToImmutable();
        }
        catch (AccessPointNotFoundException)
        {
            return null;
        }
    }

    private static List<Instance> Instances(IReadOnlyCollection<InstanceId> ids) => [.. ids.Select(id => new Instance { InstanceId = id.Value })];

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
    }
}
