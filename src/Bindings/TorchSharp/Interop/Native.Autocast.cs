using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// native/autocast.cpp
internal static partial class Native
{
    [LibraryImport(Library)] internal static partial int ts_autocast_state(int deviceType, out AutocastState state);
    [LibraryImport(Library)] internal static partial int ts_autocast_enter(int deviceType, AutocastState wanted, out AutocastState before);
    [LibraryImport(Library)] internal static partial int ts_autocast_leave(int deviceType, AutocastState before);
}

/// <summary>Whether and in which number type a kind of device computes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct AutocastState(int Enabled, int Dtype);
