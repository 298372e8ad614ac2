using System.Text;
using System.Text.Json;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Host.Engines;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Inference.Providers;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Inference.Providers;

/// <summary>Providers that this machine lacks, and the proof that one runs.</summary>
public class ProviderTests(Models models)
{
    [Theory]
    [InlineData("cuda", "provider cuda does not start: ")]
    [InlineData("tensorrt", "provider tensorrt does not start: this ONNX Runtime was built without it")]
    public void A_profile_whose_provider_is_missing_is_an_error_with_the_remedy(string provider, string expected)
    {
        string profile = Profiles.Write(models, "\"whenMissing\": null", provider);
        BadInputTests.Refused(1, expected, "demo", "--model", models.Small.Directory, "--profile", profile, "--seconds", "1");
        BadInputTests.Refused(1, "choose provider c", "bench", "--model", models.Small.Directory, "--profile", profile);
    }

    [Theory]
    [InlineData("fail", true)]
    [InlineData("cpu", false)]
    public void Where_it_may_fall_back_it_runs_on_the_cpu_and_says_so_once(string whenMissing, bool asOption)
    {
        string profile = Profiles.Write(models, $"\"whenMissing\": \"{whenMissing}\"", "cuda");
        string[] option = asOption ? ["--fall-back"] : [];
        (int exitCode, string output, string errors) = HostProcess.Run(["bench", "--model", models.Small.Directory, "--profile", profile, "--seconds", "0.05", "--json", .. option]);
        Assert.True(exitCode == 0, errors);
        string said = Assert.Single(errors.Split('\n'), line => line.StartsWith("sdcom: ", StringComparison.Ordinal));
        Assert.StartsWith("sdcom: runs on cpu instead: provider cuda does not start: ", said, StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(output).RootElement;
        Assert.Equal("cpu", report.GetProperty("provider").GetString());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("proof").ValueKind);
    }

    [Fact]
    public void The_doctor_tells_a_profiles_missing_provider_with_the_fix()
    {
        JsonElement needed = DoctorsWord(Profiles.Write(models, "\"whenMissing\": null", "cuda"));
        Assert.Equal("fail", needed.GetProperty("status").GetString());
        Assert.Contains("SDCOM_GPU=1 ./sdcom doctor", needed.GetProperty("fix").GetString(), StringComparison.Ordinal);
        JsonElement wanted = DoctorsWord(Profiles.Write(models, "\"whenMissing\": \"cpu\"", "tensorrt"));
        Assert.Equal("warn", wanted.GetProperty("status").GetString());
        JsonElement cpu = DoctorsWord(Profiles.Write(models, "\"spinning\": true, \"affinity\": [0]"));
        Assert.Matches(@"^cpu: full width in [0-9.]+ ms, 1 threads that spin, cores 0$", cpu.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("Failed to load library /x/libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open shared object file: No such file or directory", "libcublasLt.so.13 is missing, a part of CUDA 13; ")]
    [InlineData("Failed to load library /x/l.so with error: libcuda.so.1: cannot open shared object file: No such file or directory", "libcuda.so.1 is missing, a part of NVIDIA's driver; ")]
    [InlineData("Failed to load library /x/l.so with error: libnvinfer.so.10: cannot open shared object file: No such file or directory", "libnvinfer.so.10 is missing, a part of TensorRT 10; ")]
    [InlineData("Failed to load library /x/l.so with error: libcudnn.so.9: cannot open shared object file: No such file or directory", "libcudnn.so.9 is missing, a part of cuDNN 9; ")]
    [InlineData("Failed to load library /x/l.so with error: /x/l.so: undefined symbol: Provider_GetHost", "libonnxruntime_providers_shared.so is not beside libonnxruntime.so; ")]
    [InlineData("CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version ; GPU=0", "NVIDIA's driver is older than the CUDA libraries")]
    [InlineData("Exception during initialization: /x/cuda_call.cc:154 std::conditional_t<THRW> CudaCall(ERRTYPE) [with ERRTYPE = cudnnStatus_t; bool THRW = true] CUDNN failure 100: cuDNN is not available. Install cuDNN, or set enable_cudnn=0 ; GPU=0 ; hostname=vm ; file=/x/cuda_execution_provider.cc ; line=240 ; expr=cudnnCreate(&cudnn_handle_); ", "cuDNN 9 is missing (libcudnn.so.9); ")]
    [InlineData("/x/cuda_call.cc:154 std::conditional_t<THRW> [with THRW = true] CUDA failure 2: out of memory ; GPU=0 ; hostname=vm ; file=x", "CUDA failure 2: out of memory; choose a profile with provider cpu")]
    [InlineData("Non-zero status code returned while running AveragePool node. Status Message: cuDNN is unavailable for CUDA Execution Provider: dlopen failed for libcudnn.so: libcudnn.so: cannot open shared object file: No such file or directory", "cuDNN 9 is missing (libcudnn.so.9); ")]
    [InlineData("something new\nwith a stack", "something new; choose a profile with provider cpu")]
    public void What_the_loader_and_CUDA_say_becomes_what_to_do(string said, string expected)
    {
        string told = ProviderProblem.Explain(said);
        Assert.Contains(expected, told, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', told);
    }

    [Fact]
    public void On_the_cpu_every_node_is_the_cpus_and_is_timed()
    {
        using Nets nets = new(models.Small, models.Engine);
        ProviderProof proof = ProviderProof.Measure(models.Small, models.Engine, nets, TimeProvider.System);
        Assert.InRange(proof.Nodes, 20, 500);
        Assert.Equal(proof.Nodes, proof.OnProvider);
        Assert.True(proof.Milliseconds > 0 && proof.CpuMilliseconds > 0);
        NodePlaces places = models.Engine.PlaceNodes(models.Small.PathOf(ModelFiles.Dynamic(Width.Full)));
        Assert.Equal((proof.Nodes, 0, 0), (places.On("cpu"), places.On("cuda"), places.On("tensorrt")));
    }

    [Fact]
    public void A_parity_that_TensorRT_breaks_may_be_its_rounding()
    {
        const string Broken = "models/m/manifest.json: parity at width 1: logit 0 must be 1 within 0.001, this engine gives 1.002; export the model again.";
        Assert.Contains("NVIDIA_TF32_OVERRIDE=0", EngineStart.Hint("tensorrt", Broken), StringComparison.Ordinal);
        Assert.Null(EngineStart.Hint("cuda", Broken)); // told to keep all bits
        Assert.Null(EngineStart.Hint("tensorrt", "provider tensorrt does not start: ..."));
    }

    [Fact]
    public void A_profile_of_a_gpu_run_is_counted_without_the_copies()
    {
        const string Events = """
            [{"cat":"Session","name":"session_initialization","dur":5,"args":{}},
             {"cat":"Node","name":"conv1_kernel_time","dur":5,"args":{"op_name":"Conv","provider":"CUDAExecutionProvider"}},
             {"cat":"Node","name":"conv1_fence_before","dur":0,"args":{"op_name":"Conv"}},
             {"cat":"Node","name":"Memcpy_1_kernel_time","dur":1,"args":{"op_name":"MemcpyFromHost","provider":"CUDAExecutionProvider"}},
             {"cat":"Node","name":"shape_kernel_time","dur":1,"args":{"op_name":"Shape","provider":"CPUExecutionProvider"}}]
            """;
        NodePlaces places = NodePlaces.Parse(new MemoryStream(Encoding.UTF8.GetBytes(Events)));
        Assert.Equal((2, 1, 1), (places.Count, places.On("cuda"), places.On("cpu")));
    }

    [Fact]
    public void A_proof_says_in_one_line_what_it_found()
    {
        Assert.Equal("cuda: runs every node, full width 3.1 ms against 12.4 ms on cpu", new ProviderProof("cuda", 53, 53, 3.1, 12.4).ToString());
        Assert.Equal("cuda: runs 50 of 53 nodes, full width 3.1 ms against 12.4 ms on cpu", new ProviderProof("cuda", 53, 50, 3.1, 12.4).ToString());
        Assert.Equal("tensorrt: runs every node, and slower than cpu: full width 14.0 ms against 12.4 ms", new ProviderProof("tensorrt", 1, 1, 14, 12.4).ToString());
        ProviderProof silent = new("cuda", 53, 0, 12.5, 12.4);
        Assert.Equal(ProviderVerdict.FellBack, silent.Verdict);
        Assert.Equal("cuda: loads, and runs none of the full width's 53 nodes; all of them ran on cpu (12.4 ms)", silent.ToString());
    }

    [Fact]
    public void TensorRT_is_told_where_to_keep_engines_and_when_16_bits_are_right()
    {
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["device_id"] = "0",
                ["trt_fp16_enable"] = "1",
                ["trt_engine_cache_enable"] = "1",
                ["trt_engine_cache_path"] = "/cache/a",
                ["trt_timing_cache_enable"] = "1",
                ["trt_timing_cache_path"] = "/cache/a",
            },
            ExecutionProviders.TensorRtOptions(new EngineSettings("tensorrt", 1) { HalfPrecision = true, TensorRtFolder = "/cache/a" }));
        Assert.Equal(["device_id", "trt_fp16_enable"], ExecutionProviders.TensorRtOptions(new EngineSettings("tensorrt", 1)).Keys);
    }

    private JsonElement DoctorsWord(string profile)
    {
        (_, string output, string errors) = HostProcess.Run("doctor", "--model", models.Small.Directory, "--profile", profile, "--json");
        Assert.Equal(string.Empty, errors);
        return JsonDocument.Parse(output).RootElement.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "provider");
    }
}
