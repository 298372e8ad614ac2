using SdCom.Edge.Core.Packages;
using SdCom.Edge.Host.Terminal;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Inference.Providers;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Inference.Providers;

/// <summary>What TensorRT builds is used again exactly where it may be, by made-up machines.</summary>
public class TensorRtCacheTests(Models models)
{
    private static readonly GpuFacts Orin = new("NVIDIA Jetson Orin Nano", "R36.4.3", "10.3.0");

    [Fact]
    public void A_desktop_is_known_by_its_drivers_files()
    {
        string root = Tree(
            ("proc/driver/nvidia/gpus/0000:01:00.0/information", "Model: \t\t NVIDIA GeForce RTX 3080\nIRQ:   \t\t 33\n"),
            ("proc/driver/nvidia/version", "NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.65.06  Sun Jul 27 07:18:53 UTC 2026\nGCC version:  gcc version 12.2.0\n"),
            ("usr/lib/x86_64-linux-gnu/libnvinfer.so.10", ""),
            ("usr/lib/x86_64-linux-gnu/libnvinfer.so.10.13.2", ""));
        Assert.Equal(new GpuFacts("NVIDIA GeForce RTX 3080", "580.65.06", "10.13.2"), GpuFacts.Read(root, ""));
    }

    [Fact]
    public void The_newer_kernel_modules_name_is_no_version()
    {
        string root = Tree(
            ("proc/driver/nvidia/gpus/0000:01:00.0/information", "Model: NVIDIA L4\n"),
            ("proc/driver/nvidia/version", "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.124.06  Release Build  (root@host)\n"));
        Assert.Equal(new GpuFacts("NVIDIA L4", "570.124.06", null), GpuFacts.Read(root, ""));
    }

    [Fact]
    public void A_Jetson_is_known_by_its_release_and_board()
    {
        string root = Tree(
            ("etc/nv_tegra_release", "# R36 (release), REVISION: 4.3, GCID: 38968081, BOARD: generic, EABI: aarch64, DATE: Wed Jan  8 01:49:37 UTC 2025\n# KERNEL_VARIANT: oot\n"),
            ("proc/device-tree/model", "NVIDIA Jetson Orin Nano Developer Kit\0"),
            ("usr/lib/aarch64-linux-gnu/libnvinfer.so.10.3.0", ""));
        Assert.Equal(new GpuFacts("NVIDIA Jetson Orin Nano Developer Kit", "R36.4.3", "10.3.0"), GpuFacts.Read(root, ""));
    }

    [Fact]
    public void Where_proc_is_silent_nvidia_smi_is_asked_and_may_fail()
    {
        Assert.Equal(new GpuFacts("NVIDIA RTX A2000", "560.94", null), GpuFacts.Read(Smi("echo 'NVIDIA RTX A2000, 560.94'"), ""));
        Assert.False(GpuFacts.Read(Smi("echo 'NVIDIA-SMI has failed' ; exit 9"), "").HasGpu);
        Assert.Equal(new GpuFacts(null, null, null), GpuFacts.Read(Tree(), ""));
    }

    [Fact]
    public void The_loaders_own_folders_come_first()
    {
        string root = Tree(("usr/lib/x86_64-linux-gnu/libnvinfer.so.10.13.2", ""), ("opt/trt/libnvinfer.so.10.9.0", ""));
        Assert.Equal("10.9.0", GpuFacts.Read(root, $"/no/such:{Path.Combine(root, "opt/trt")}").TensorRt);
    }

    [Fact]
    public void The_folder_follows_from_all_that_an_engine_depends_on_and_nothing_else()
    {
        string parent = models.NewPath();
        string folder = TensorRtCache.Of(models.Small, Orin, parent).Folder;
        Assert.Equal(folder, TensorRtCache.Of(ModelPackage.Load(models.Small.Directory), Orin, parent).Folder);
        string[] others =
        [
            TensorRtCache.Of(models.Small, Orin with { Name = "another GPU" }, parent).Folder,
            TensorRtCache.Of(models.Small, Orin with { Driver = "R36.5.0" }, parent).Folder,
            TensorRtCache.Of(models.Small, Orin with { TensorRt = "10.4.0" }, parent).Folder,
            TensorRtCache.Of(models.Small, Orin with { TensorRt = null }, parent).Folder,
            TensorRtCache.Of(models.Shifting, Orin, parent).Folder,
        ];
        Assert.Equal(6, others.Append(folder).Distinct().Count());
        Assert.False(Directory.Exists(parent)); // asking writes nothing
    }

    [Fact]
    public void What_is_stale_of_the_same_model_goes_and_all_else_stays()
    {
        string parent = models.NewPath();
        TensorRtCache before = TensorRtCache.Of(models.Small, Orin with { TensorRt = "10.2.0" }, parent), other = TensorRtCache.Of(models.Shifting, Orin, parent), now = TensorRtCache.Of(models.Small, Orin, parent);
        before.Prepare();
        other.Prepare();
        File.WriteAllText(Path.Combine(before.Folder, "a_sm87.engine"), "x");
        string foreign = Directory.CreateDirectory(Path.Combine(parent, "small", "not-ours")).FullName;
        Assert.False(before.IsBuilt); // killed while building the others
        before.Complete();
        Assert.True(before.IsBuilt);
        now.Prepare();
        Assert.False(Directory.Exists(before.Folder));
        Assert.True(Directory.Exists(other.Folder) && Directory.Exists(foreign) && Directory.Exists(now.Folder));
        Assert.False(now.IsBuilt);
        Assert.Contains("TensorRT 10.3.0\nGPU NVIDIA Jetson Orin Nano\ndriver R36.4.3\n", File.ReadAllText(Path.Combine(now.Folder, "made-for.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_one_line()
    {
        string file = models.NewPath();
        File.WriteAllText(file, "in the way");
        string message = Assert.Throws<EngineException>(() => TensorRtCache.Of(models.Small, Orin, file).Prepare()).Message;
        Assert.Contains("set SDCOM_CACHE to a folder", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_build_says_how_long_it_has_taken()
    {
        FakeTime clock = new();
        List<string> said = [];
        int result = Waiting.While("building", clock, said.Add, () =>
        {
            clock.Advance(TimeSpan.FromSeconds(15));
            clock.Advance(TimeSpan.FromSeconds(15));
            clock.Advance(TimeSpan.FromSeconds(2));
            return 7;
        });
        Assert.Equal(7, result);
        Assert.Equal(["sdcom: building ...", "sdcom: building: 15 s", "sdcom: building: 30 s", "sdcom: done in 32 s."], said);
    }

    private string Smi(string script)
    {
        string root = Tree(("usr/bin/nvidia-smi", $"#!/bin/sh\n{script}\n"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(root, "usr/bin/nvidia-smi"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return root;
    }

    private string Tree(params (string Path, string Text)[] files)
    {
        string root = Directory.CreateDirectory(models.NewPath()).FullName;
        foreach ((string path, string text) in files)
        {
            string file = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        return root;
    }
}
