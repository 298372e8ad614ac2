namespace SdCom.Edge.Fleet.Simulation;

/// <summary>One of the queues of cameras.</summary>
/// <param name="name">What it is called in reports.</param>
/// <param name="costs">What its work costs.</param>
internal sealed class CameraShard(string name, BrokerCosts costs)
{
    /// <summary>Its one process.</summary>
    public Station Process { get; } = new(name, 1);

    /// <summary>Cameras that nobody holds.</summary>
    public Queue<SimulatedCamera> Waiting { get; } = [];

    /// <summary>Those who wait for one; whoever went to another queue since is passed over.</summary>
    public Queue<Session> Line { get; } = [];

    /// <summary>Its consumers: those who wait, and one for each camera that is held.</summary>
    public int Consumers { get; set; }

    /// <summary>What a consumer that comes or goes costs it now.</summary>
    public double ConsumerMicroseconds => costs.ConsumerMicroseconds + (costs.ConsumerMicrosecondsEach * Consumers);
}
