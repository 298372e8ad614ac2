using SdCom.Edge.Fleet.Broker;

[assembly: AssemblyFixture(typeof(SdCom.Edge.Fleet.Tests.Fixtures.SharedBroker))]
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

namespace SdCom.Edge.Fleet.Tests.Fixtures;

/// <summary>One broker for all tests that do not harm it; each takes a virtual host of its own. It starts when the first of them asks.</summary>
public sealed class SharedBroker : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sdcom-fleet-").FullName;
    private readonly Lazy<RabbitBroker> broker;
    private int hosts;

    public SharedBroker() => broker = new Lazy<RabbitBroker>(() => new RabbitBroker(folder));

    public RabbitBroker Broker => broker.Value;

    /// <summary>An empty virtual host.</summary>
    public BrokerSettings NewHost()
    {
        string name = $"test{Interlocked.Increment(ref hosts)}";
        broker.Value.Control("eval", $"rabbit_vhost:add(<<\"{name}\">>, <<\"tests\">>), rabbit_auth_backend_internal:set_permissions(<<\"guest\">>, <<\"{name}\">>, <<\".*\">>, <<\".*\">>, <<\".*\">>, <<\"tests\">>).");
        return BrokerSettings.Parse($"{broker.Value.Url}/{name}", null);
    }

    public void Dispose()
    {
        if (broker.IsValueCreated)
            broker.Value.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
