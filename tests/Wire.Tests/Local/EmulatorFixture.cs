using Kickoff.Local;
using Kickoff.Local.Emulator;

namespace Kickoff.Wire.Tests.Local;

/// <summary>One moto with the proxy before it, for all tests of a class.</summary>
public sealed class EmulatorFixture : IAsyncLifetime
{
    private Moto? _moto;
    private EmulatorProxy? _proxy;

    public EmulatorProxy Proxy => _proxy ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _moto = await Moto.StartAsync(Checkout.NewWorkDirectory("emulator"));
        _proxy = await EmulatorProxy.StartAsync(_moto.Endpoint);
    }

    public async Task DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        if (_moto is not null)
        {
            await _moto.DisposeAsync();
        }
    }
}
