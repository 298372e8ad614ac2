namespace SdCom.Edge.Runtime.Service;

/// <summary>Who hears how a service is doing: systemd through its socket, a container's health check through a file.</summary>
public interface IServiceManager : IDisposable
{
    /// <summary>Tells the manager a state as systemd's sd_notify names it, such as READY=1. One that does not listen is no fault of the service: false.</summary>
    bool Tell(string state);
}
