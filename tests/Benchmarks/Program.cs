using System.Globalization;
using BenchmarkDotNet.Running;
using SdCom.Edge.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- --filter '*'
// dotnet run -c Release --project tests/Benchmarks -- budget-plot budget.svg
// dotnet run -c Release --project tests/Benchmarks -- shared-budget models/marshalling clips.csv 100
// dotnet run -c Release --project tests/Benchmarks -- package resnet-50 224 artifacts/resnet-50 [floor]
// dotnet run -c Release --project tests/Benchmarks -- sharing artifacts/resnet-50 1
if (args is ["budget-plot", string path])
    BudgetPlot.Write(path);
else if (args is ["shared-budget", string model, string clips, string limit])
    SharedBudget.Run(model, clips, int.Parse(limit, CultureInfo.InvariantCulture));
else if (args is ["package", string dynamic, string size, string folder, .. string[] rounding])
    RandomPackage.Write(dynamic, int.Parse(size, CultureInfo.InvariantCulture), folder, rounding.FirstOrDefault());
else if (args is ["sharing", string package, string threads])
    SharingComparison.Print(package, int.Parse(threads, CultureInfo.InvariantCulture));
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
