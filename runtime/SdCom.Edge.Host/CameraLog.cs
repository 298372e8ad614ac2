using SdCom.Edge.Runtime.Capture.Live;

namespace SdCom.Edge.Host;

/// <summary>One line for each change of a camera, and none for attempts that fail as the one before did: a night without a camera fills no disk.</summary>
/// <param name="name">The camera in the user's words.</param>
/// <param name="say">Where lines go.</param>
internal sealed class CameraLog(string name, Action<string> say)
{
    private string? failing;

    public void Add(CameraStatus camera)
    {
        switch (camera.State)
        {
            case CameraState.Waiting when camera.Problem != failing:
                failing = camera.Problem;
                say($"{name}: {camera.Words}.");
                break;
            case CameraState.Live or CameraState.Silent:
                failing = null;
                say($"{name}: {camera.Words}.");
                break;
        }
    }

    /// <summary>The state's name in reports.</summary>
    public static string Word(CameraState state) => state.ToString().ToLowerInvariant();
}
