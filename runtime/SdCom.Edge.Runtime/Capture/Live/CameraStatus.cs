using System.Globalization;

namespace SdCom.Edge.Runtime.Capture.Live;

/// <summary>What a camera is doing.</summary>
public enum CameraState
{
    /// <summary>It is being opened, or has not shown its first picture yet.</summary>
    Connecting,

    /// <summary>Pictures come.</summary>
    Live,

    /// <summary>It is open, but no picture has come for a while.</summary>
    Silent,

    /// <summary>It is lost, and the next attempt waits for its time.</summary>
    Waiting,
}

/// <summary>The state of a camera, and how it came to it.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Since">Since when, counted from the start of the source.</param>
/// <param name="Connections">How often it has come, the first time included.</param>
/// <param name="Problem">What was wrong last; null before anything was.</param>
/// <param name="RetryIn">While waiting: the time from <paramref name="Since"/> to the next attempt.</param>
public sealed record CameraStatus(CameraState State, TimeSpan Since, int Connections, string? Problem, TimeSpan RetryIn)
{
    /// <summary>The state in a few words for people.</summary>
    public string Words => State switch
    {
        CameraState.Live => "live",
        CameraState.Connecting => "connecting",
        CameraState.Silent => "silent, no picture comes",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Problem}; trying again in {RetryIn.TotalSeconds:0.0} s"),
    };
}
