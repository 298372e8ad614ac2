using System.Text;
using SdCom.Edge.Bindings.Mosquitto;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Outputs.Mqtt;

/// <summary>Hears everything that a broker tells.</summary>
internal sealed class Subscriber : IDisposable
{
    private readonly MosquittoClient client;
    private readonly List<(string Topic, string Text, bool Retained)> heard = [];

    public Subscriber(int port)
    {
        client = new MosquittoClient(new MosquittoOptions { Host = "127.0.0.1", Port = port, ClientId = $"subscriber-{Guid.NewGuid():n}" });
        client.Received += message =>
        {
            lock (heard)
                heard.Add((message.Topic, Encoding.UTF8.GetString(message.Payload), message.Retained));
        };
        client.Connect(TestContext.Current.CancellationToken);
        client.Subscribe("#");
    }

    public (string Topic, string Text, bool Retained)[] Heard
    {
        get
        {
            lock (heard)
                return [.. heard];
        }
    }

    /// <summary>All texts of a topic, so far.</summary>
    public string[] Of(string topic) => [.. Heard.Where(message => message.Topic == topic).Select(message => message.Text)];

    /// <summary>Waits until a topic has told so many texts.</summary>
    public string[] Await(string topic, int count)
    {
        Tools.Until(() => Of(topic).Length >= count, $"{topic} told {Of(topic).Length} of {count}; heard {string.Join(", ", Heard.Select(message => message.Topic))}");
        return Of(topic);
    }

    public void Dispose() => client.Dispose();
}
