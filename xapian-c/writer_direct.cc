/* Tables laid out here. libxapian spends most of its time under its API, on maps of maps and on finding the place of
 * each entry in a tree; with everything at hand there is nothing to find.
 *
 * Documents go into runs, each a database in a directory of its own, as large as the memory allows. The only one is the
 * database; several are merged into it, as fast as a disk is read. */
#include <filesystem>

#include "glass_database.h"
#include "writer.h"

namespace fs = std::filesystem;

namespace
{

/* So many are merged at a time: each has several files open then. */
constexpr size_t RUNS_MAX = 32;

void check(const std::error_code &failure, const std::string &doing)
{
    if (failure) throw Xapian::DatabaseError(doing, failure.value());
}

class DirectTables final : public xap::Tables
{
  public:
    DirectTables(const std::string &path, size_t memory_bytes) : path_(path), memory_bytes_(memory_bytes) {}

    void add(const struct xap_document &document, Xapian::docid docid) override
    {
        if (run_ && run_->gathered() >= memory_bytes_) end_run();
        if (!run_) begin_run(docid);
        run_->add(document, docid - first_ + 1);
    }

    void set_metadata(const std::string &key, const std::string &data) override { metadata_[key] = data; }

    void finish() override
    {
        if (!run_) begin_run(1);
        /* In one of them: of several a merge would take the first. */
        for (const auto &[key, data] : metadata_) run_->set_metadata(key, data);
        end_run();
        if (runs_.size() > 1) merge_runs();
        settle(runs_.front());
    }

  private:
    std::string new_directory()
    {
        const std::string directory = path_ + "/run-" + std::to_string(run_count_++);
        std::error_code failure;
        fs::create_directory(directory, failure);
        check(failure, "making directory " + directory);
        return directory;
    }

    void begin_run(Xapian::docid first)
    {
        runs_.push_back(new_directory());
        run_ = std::make_unique<glass::Database>(runs_.back());
        first_ = first;
    }

    void end_run()
    {
        run_->finish();
        run_.reset();
        if (runs_.size() == RUNS_MAX) merge_runs();
    }

    /* All of them become one, in their order. */
    void merge_runs()
    {
        Xapian::Database all;
        for (const std::string &run : runs_) all.add_database(Xapian::Database(run, Xapian::DB_BACKEND_GLASS));
        const std::string merged = new_directory();
        all.compact(merged, Xapian::Compactor::FULL);
        all.close();
        for (const std::string &run : runs_) remove_run(run);
        runs_ = {merged};
    }

    static void remove_run(const std::string &run)
    {
        std::error_code failure;
        fs::remove_all(run, failure);
        check(failure, "removing " + run);
    }

    /* From the directory of the run to that of the database. */
    void settle(const std::string &run)
    {
        std::error_code failure;
        std::vector<fs::path> files;
        for (const auto &entry : fs::directory_iterator(run, failure)) files.push_back(entry.path());
        check(failure, "listing " + run);
        for (const fs::path &file : files) {
            fs::rename(file, fs::path(path_) / file.filename(), failure);
            check(failure, "renaming " + file.string());
        }
        remove_run(run);
    }

    const std::string path_;
    const size_t memory_bytes_;
    std::unique_ptr<glass::Database> run_; /* the last of the runs; NULL: a new one begins with the next document */
    Xapian::docid first_ = 1;              /* the first document of the run */
    std::vector<std::string> runs_;
    unsigned run_count_ = 0; /* ever made */
    std::map<std::string, std::string> metadata_;
};

} // namespace

std::unique_ptr<xap::Tables> xap::new_direct_tables(const std::string &path, size_t memory_bytes)
{
    return std::make_unique<DirectTables>(path, memory_bytes);
}
