using System.Runtime.InteropServices;
using OpenCvSharp;
using SdCom.Edge.Bindings.Mosquitto;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Machine;

namespace SdCom.Edge.Host.Doctor;

/// <summary>The libraries that the program stands on: which versions, and from where.</summary>
internal static class LibraryChecks
{
    private const string InstallOpenCv = "install OpenCV 4 (./sdcom does it with apt) or point the loader to the device's own.";

    public static DoctorCheck DotNet() => Check.Ok("dotnet", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, from {RuntimeEnvironment.GetRuntimeDirectory()}");

    public static DoctorCheck OpenCv() => Check.Try("opencv", InstallOpenCv, () =>
        Check.Ok("opencv", $"OpenCV {Cv2.GetVersionString()}, from {LoadedLibraries.PathOf("libopencv_core.so") ?? "a library of another name"}"));

    public static DoctorCheck BackEnd(string name, string backEnd, string use) => Check.Try(name, InstallOpenCv, () => BackEnds.Has(backEnd)
        ? Check.Ok(name, $"OpenCV reads {use}{(BackEnds.VersionOf(backEnd) is { } version ? $" ({version})" : string.Empty)}")
        : Check.Warn(name, $"this OpenCV was built without {backEnd}: {use} cannot be read", $"use an OpenCV that was built with {backEnd}, such as the distribution's libopencv-videoio."));

    public static DoctorCheck Mosquitto(bool wanted)
    {
        const string Fix = "apt-get install libmosquitto1 (./sdcom does it when such an output is asked for).";
        if (MosquittoClient.IsInstalled)
            return Check.Ok("mqtt", $"libmosquitto {MosquittoClient.Version}, from {LoadedLibraries.PathOf("libmosquitto.so")}");
        return wanted
            ? Check.Fail("mqtt", "libmosquitto.so.1 is missing, and the settings ask for an mqtt: output", Fix)
            : Check.Skipped("mqtt", "libmosquitto.so.1 is missing: no mqtt: outputs", Fix);
    }
}
